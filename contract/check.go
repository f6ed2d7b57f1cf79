package contract

// Check says what in an offer is readable but implausible, each with its reason.
func Check(o Offer) []Warning { return nil }
