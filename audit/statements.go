package audit

import (
	"cmp"
	"errors"

	"github.com/assaymining/assay/payout"
	"github.com/assaymining/assay/payout/statement"
)

// Statements judges the payments that the statements of one holder tell, and says of each of their rows
// whether it was used. A row that two files tell is counted once. in.Rows is not read.
func Statements(in Input, list []*statement.Statement) (*Result, error) {
	if len(list) == 0 || in.History == nil {
		return nil, errors.New("an audit needs a statement of payouts and a history")
	}
	var err error
	if in.Rows, err = statement.Merge(list); err != nil {
		return nil, err
	}
	if in.Scheme == "" && list[0].Scheme != "" {
		in.Scheme = payout.Scheme(list[0].Scheme)
	}
	in.Unread, in.Market = 0, ""
	for _, s := range list {
		in.Unread += s.Lost
		in.Market = cmp.Or(in.Market, s.Market)
	}
	r, err := Run(in)
	if err != nil {
		return nil, err
	}
	r.Rows.Read = 0
	for _, s := range list {
		r.Rows.Read += s.Read
		r.Evidence.Hashes = append(r.Evidence.Hashes, s.Hash)
		for _, n := range s.Notes {
			r.Rows.Notes = append(r.Rows.Notes, s.Name+": "+n)
		}
		for _, row := range s.Refused {
			r.Rows.Refused = append(r.Rows.Refused, refused{Row: row.Row, Why: row.Why})
		}
	}
	r.Evidence.Hashes = append(r.Evidence.Hashes, in.History.Hash())
	if r.Provenance = provenance(&in); r.Provenance != nil {
		r.Provenance.explain(r)
	}
	return r, nil
}
