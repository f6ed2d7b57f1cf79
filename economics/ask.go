package economics

import "strings"

// Question asks for a fact that is not stated, as one of Unstated; empty: there is nothing to ask.
func Question(unstated string) string {
	switch {
	case strings.HasPrefix(unstated, "the price"):
		return "What does it cost in all, and for how much hashrate?"
	case strings.HasPrefix(unstated, "hashrate"):
		return "How many TH/s do I get for my money?"
	case strings.HasPrefix(unstated, "the term"):
		return "For how many days does it run, and who may end it before?"
	case strings.HasPrefix(unstated, "fees"), strings.HasPrefix(unstated, "the amount of the fee"):
		return "Which fees are taken, per TH/s and day, and may they change?"
	}
	return ""
}
