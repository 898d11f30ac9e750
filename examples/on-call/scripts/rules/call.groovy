// Tells people by what the configuration names, and pages them by a program of your own.
// ---- To adapt: ends with 0 when somebody has been paged ---------------------------------------------
String page = 'page-on-call'
// -----------------------------------------------------------------------------------------------------
String text = "three losses within an hour: $reason"
def paged = exec mayFail: true, deadline: 30.seconds, page, text
notify paged.ok ? text : "$text (and nobody was paged: ${paged.output})"
