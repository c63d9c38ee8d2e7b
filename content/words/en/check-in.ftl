# Check-ins: what is asked when, forms handed out, and what became of the answers.

fact-results-reviewed = Answers read
fact-results-discussed = Answers talked about
