/** Whether a plain value is a runbook or a fragment by `runbook.schema.json`. The first fault stands in `errors`. */
declare const validate: ((value: unknown) => boolean) & {
  errors?: readonly { readonly instancePath: string; readonly keyword: string }[] | null;
};
export default validate;
