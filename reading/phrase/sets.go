package phrase

import "github.com/assaymining/assay/reading/language"

var (
	cNum, cFrac = language.Must("num"), language.Must("frac")
	cAnd        = language.Must("to")
	isHost      = language.Must("host")
	isExtra     = language.Must("extra")
	isDay       = language.Must("day")
)

// setOf is the concepts named in a text.
func setOf(names string) language.Set { return language.SetOf(names) }

func dollar(unit string) bool { return unit == "USD" || unit == "USDT" || unit == "USDC" }

// besideDays is what may stand between a number and its days: "10 consecutive loss-making days".
var besideDays = setOf("row unprofit")
