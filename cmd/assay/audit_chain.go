package main

import (
	"bytes"
	"context"
	"encoding/json"
	"fmt"
	"io"
	"os"
	"strings"
	"time"

	"github.com/assaymining/assay"
	"github.com/assaymining/assay/adapter/pools"
	"github.com/assaymining/assay/audit"
	"github.com/assaymining/assay/cite"
	"github.com/assaymining/assay/cmd/assay/facts"
	"github.com/assaymining/assay/payout/statement"
	"github.com/assaymining/assay/trace"
	"github.com/assaymining/assay/units"
)

// onChain takes the addresses and transactions out of the arguments. What is a file is no address.
func onChain(args []string) (paths, named []string) {
	for _, arg := range args {
		if _, err := os.Stat(arg); err != nil {
			if facts.OnChain(arg) {
				named = append(named, arg)
				continue
			}
		}
		paths = append(paths, arg)
	}
	return paths, named
}

// follow reads what was paid to addresses off the chain, where any are named, and traces it back, or reads
// the trace of a file. The payouts of a trace are a statement where an address asked for them.
func (a *auditing) follow(ctx context.Context, p *program, in *audit.Input, named []string) (
	[]*statement.Statement, error) {
	switch {
	case len(named) > 0 && a.provenance != "":
		return nil, &misuse{"payouts are traced or their trace is read, not both",
			"leave out the addresses or --provenance"}
	case len(named) > 0:
		data, err := a.papers.Made("trace of "+strings.Join(named, " "), func() ([]byte, error) {
			r, err := p.facts().Trace(ctx, &a.chain, named)
			if err != nil {
				return nil, err
			}
			return assay.JSON(r)
		})
		if err != nil {
			return nil, err
		}
		if in.Provenance, err = trace.Read(data); err != nil {
			return nil, err
		}
		s, err := audit.Traced(strings.Join(named, " "), cite.Hash(data), in.Provenance)
		if err != nil {
			return nil, err
		}
		return []*statement.Statement{s}, nil
	case a.provenance != "":
		f, err := a.open(a.provenance)
		if err != nil {
			return nil, err
		}
		defer f.Close()
		data, err := io.ReadAll(io.LimitReader(f, trace.MaxResult+1))
		if err != nil {
			return nil, err
		}
		if in.Provenance, err = trace.Read(data); err != nil {
			return nil, &misuse{fmt.Sprintf("%s: %v", a.provenance, err),
				"write one with: assay trace --json ADDRESS"}
		}
	}
	return nil, nil
}

// fetchedFrom asks the pool that was named, and reads its answers as if they had been saved.
func (a *auditing) fetchedFrom(ctx context.Context, p *program) ([]*statement.Statement, error) {
	if a.pool == "" {
		if a.poolKey != "" {
			return nil, &misuse{"--pool-key is of no pool", "name it: --pool braiins"}
		}
		return nil, nil
	}
	if a.from.Value == nil {
		return nil, &misuse{"since when the pool is to be asked is missing", "write --from 2026-03-01"}
	}
	var answers []pools.Answer
	to := a.to.Or(units.DateOf(time.Now().Unix()) - 1)
	data, err := a.papers.Made(a.pool, func() ([]byte, error) {
		list, err := p.facts().Pool(ctx, a.pool, a.poolKey, *a.from.Value, to)
		if err != nil {
			return nil, err
		}
		return json.Marshal(list)
	})
	if err != nil {
		return nil, err
	}
	if err := json.Unmarshal(data, &answers); err != nil {
		return nil, err
	}
	var out []*statement.Statement
	for _, one := range answers {
		s, err := statement.Read(one.Name, bytes.NewReader(one.Body), statement.Options{})
		if err != nil {
			fmt.Fprintf(p.err, "assay: warning: %v\n", err) // a page or a span without any credit
			continue
		}
		fmt.Fprintf(p.err, "assay: %s: %d rows used of %d\n", one.Name, s.Used(), s.Read)
		out = append(out, s)
	}
	return out, nil
}

// fees gives an audit the fees of blocks, where the store has those of all its days.
func (a *auditing) fees(ctx context.Context, p *program, in *audit.Input, list []*statement.Statement) error {
	var first, last int64
	for _, s := range list {
		for _, r := range s.Rows {
			if first == 0 || r.Time < first {
				first = r.Time
			}
			last = max(last, r.Time)
		}
	}
	if last == 0 || in.Boundary != nil {
		return nil
	}
	data, err := a.papers.Made("fees of blocks", func() ([]byte, error) {
		list, err := p.facts().BlockFees(ctx, a.history, units.DateOf(first)-1, units.DateOf(last))
		if err != nil || list == nil {
			return nil, err
		}
		return json.Marshal(list)
	})
	if err != nil || len(data) == 0 {
		return err
	}
	return json.Unmarshal(data, &in.BlockFees)
}
