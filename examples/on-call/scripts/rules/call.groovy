// Tells people by what the configuration names, and pages them by a program of your own.
// ---- To adapt: ends with 0 when somebody has been paged ---------------------------------------------
String page = 'page-on-call'
// -----------------------------------------------------------------------------------------------------
String text = "three losses within an hour: $reason"
def paged = exec mayFail: true, deadline: 30.seconds, page, text
if (paged.ok) {
  notify text
} else {
  notify "$text (and nobody was paged: $page ended with exit code ${paged.exitCode} ${paged.output})"
}
