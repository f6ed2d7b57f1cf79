package main

import (
	"github.com/assaymining/assay/audit"
	"github.com/assaymining/assay/audit/proof"
	"github.com/assaymining/assay/cmd/assay/auditfiles"
	"github.com/assaymining/assay/market"
	"github.com/assaymining/assay/units"
)

// readCounts reads the file of counts.
func (a *auditing) readCounts() ([]audit.Counts, error) {
	f, err := a.shelf.open(a.counts)
	if err != nil {
		return nil, err
	}
	defer f.Close()
	return auditfiles.ReadCounts(a.counts, f)
}

// proven sets blocks found under a seller's tag or addresses against the hashrate it sold to all.
func (a *auditing) proven(r *audit.Result, h *market.History) error {
	if a.blocks < 0 {
		return nil
	}
	from, err := units.ParseDate(r.From)
	if err != nil {
		return err
	}
	to, err := units.ParseDate(r.To)
	if err != nil {
		return err
	}
	p, err := proof.Prove(h, from, to, a.blocks, a.sold.Or(0))
	if err != nil {
		return &misuse{what: err.Error()}
	}
	r.Explanations = append(r.Explanations, audit.Explanation{What: p.Sentence, Days: r.Days})
	return nil
}
