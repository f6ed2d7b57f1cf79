package redflag

import "github.com/assaymining/assay/contract"

// said is what the words of an offer come to: read once, since terms may be a megabyte long.
type said struct {
	guarantee guarantee
	quote     string
	returns   []rate // the promised one first
}

func readWords(o contract.Offer) said {
	var s said
	s.guarantee, s.quote = gravest(o)
	s.returns = append(returns(o), quoted(o)...)
	return s
}

// said is what the offer's words come to; Judge reads them once for all rules.
func (f Facts) said() said {
	if f.words != nil {
		return *f.words
	}
	return readWords(f.Offer)
}
