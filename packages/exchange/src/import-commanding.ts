/** Whether words begin as an instruction does. */
export function isCommanding(words: string): boolean {
  return /^\W{0,3}(?:(?:first|then|next|finally|also|now|please|try to|optionally)[,:]? )?(?:add|alert|allow|analy[sz]e|apply|approve|ask|assign|backup|block|build|call|cancel|capture|change|check|choose|clean|clear|click|clone|close|collect|communicate|compare|confirm|configure|connect|consider|contact|copy|create|declare|decrease|delete|deploy|describe|determine|disable|document|download|drain|edit|enable|ensure|enter|escalate|establish|evaluate|examine|execute|export|extract|file|find|fix|follow|gather|generate|get|give|go|identify|import|increase|inform|inspect|install|investigate|invite|isolate|join|launch|list|locate|log|login|look|make|merge|migrate|monitor|move|navigate|notify|observe|open|page|pause|perform|ping|post|preserve|press|prepare|provide|publish|pull|push|query|read|reboot|record|recover|recreate|reduce|re-?deploy|release|remove|rename|repeat|replace|report|request|resize|reset|resolve|restart|restore|retry|revert|review|revoke|roll|rotate|run|save|scale|search|see|select|send|set|sign|silence|snapshot|ssh|start|stop|submit|suspend|switch|take|tell|terminate|test|trigger|try|turn|type|uninstall|unblock|update|upgrade|upload|use|validate|verify|view|visit|wait|watch|work|write|retrieve|obtain|talk|decode|mitigate|refer|attach|bring|drop|kill|mount|put|reach|return|re-?run|unlock|expand|promote|demote|force|fetch|forward|grant|insert|keep|lock|mark|pick|point|print|proceed|protect|raise|scan|schedule|share|shut|skip|spin|store|sync|tail|trace|track|treat|unset|unseal|wipe|implement|leverage|assess|acknowledge|assemble|engage|interview|quarantine|reimage|remediate|triage|correlate|define|discuss|hold|lead|maintain|organize|set up|specify|tag|transfer)\b/i.test(
    words,
  );
}

/** Whether a heading tells a reader to do something. Many verbs are names of things as well, unless an article follows. */
export function isCommandingHeading(heading: string): boolean {
  const words = heading.replace(/^[\W\d]+/, "");
  if (!isCommanding(words) || !words.includes(" ")) return false;
  const isThing =
    /^(?:access|alert|analy[sz]e|approve|backup|block|build|call|change|clean|close|contact|copy|deploy|document|download|export|file|find|fix|follow|import|increase|install|log|login|look|monitor|page|ping|post|publish|pull|push|query|record|release|repair|report|request|reset|review|roll|scale|search|set|sign|snapshot|start|stop|switch|test|trigger|update|upgrade|use|view|watch|work)\b/i;
  return (
    !isThing.test(words) ||
    /^\w+ (?:up |in |out |down )?(?:the|an?|your|any|all|each|every|this|that|for|if|to)\b/i.test(words)
  );
}
