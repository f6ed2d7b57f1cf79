package main

import (
	"bytes"
	"cmp"
	"context"
	"fmt"
	"strings"
	"time"
	_ "time/tzdata" // zones on systems that have none

	"github.com/spf13/cobra"

	"github.com/assaymining/assay/adapter/pools"
	"github.com/assaymining/assay/audit"
	"github.com/assaymining/assay/audit/proof"
	"github.com/assaymining/assay/audit/stated"
	"github.com/assaymining/assay/cmd/assay/commandline"
	"github.com/assaymining/assay/cmd/assay/facts"
	"github.com/assaymining/assay/cmd/assay/papers"
	"github.com/assaymining/assay/cmd/assay/signing"
	"github.com/assaymining/assay/contract"
	"github.com/assaymining/assay/market"
	"github.com/assaymining/assay/need"
	"github.com/assaymining/assay/offer"
	"github.com/assaymining/assay/offer/compile"
	"github.com/assaymining/assay/payout"
	"github.com/assaymining/assay/payout/statement"
	"github.com/assaymining/assay/report"
	"github.com/assaymining/assay/report/page"
	"github.com/assaymining/assay/report/payouts"
	"github.com/assaymining/assay/units"
)

// auditing is what the flags of `assay audit` say.
type auditing struct {
	commandline.Settings
	hashrate *commandline.Quantity[units.Hashrate]
	from, to *commandline.Quantity[units.Date]
	received *commandline.Quantity[units.Money]
	fee      *commandline.Quantity[units.Fraction]
	minimum  *commandline.Quantity[units.Money]
	scheme   *commandline.Quantity[payout.Scheme]
	zone     *commandline.Quantity[*time.Location]
	day      *commandline.Quantity[int]
	uptime   *commandline.Quantity[units.Fraction]
	changes  *commandline.Repeated[audit.FeeChange]
	good     *commandline.Repeated[audit.Compensation]
	counts   string
	blocks   int
	sold     *commandline.Quantity[units.Hashrate]
	average  string
	unit     string
	export   string
	history  string
	sheets   reporting
	evidence string
	force    bool
	papers   papers.Files
	asJSON   bool

	chain      facts.Tracing // of addresses in place of files
	provenance string
	pool       string
	poolKey    string
	provider   string
	receipts   []string

	providerKey string
}

func auditCommand(p *program) *cobra.Command {
	_, cmd := newAuditing(p)
	return cmd
}

// newAuditing is the verb and what its flags will say.
func newAuditing(p *program) (*auditing, *cobra.Command) {
	a := &auditing{
		hashrate: &commandline.Quantity[units.Hashrate]{Parse: units.ParseHashrate},
		from:     commandline.Date(),
		to:       commandline.Date(),
		received: &commandline.Quantity[units.Money]{Parse: units.ParseMoney},
		fee:      &commandline.Quantity[units.Fraction]{Parse: units.ParseFraction},
		minimum:  &commandline.Quantity[units.Money]{Parse: units.ParseMoney},
		scheme:   &commandline.Quantity[payout.Scheme]{Parse: payout.ParseScheme},
		zone:     &commandline.Quantity[*time.Location]{Parse: time.LoadLocation},
		day:      &commandline.Quantity[int]{Parse: commandline.HoursEast},
		uptime:   &commandline.Quantity[units.Fraction]{Parse: units.ParseFraction},
		changes:  &commandline.Repeated[audit.FeeChange]{Parse: stated.FeeChange},
		good:     &commandline.Repeated[audit.Compensation]{Parse: stated.MadeGood},
		sold:     &commandline.Quantity[units.Hashrate]{Parse: units.ParseHashrate},
	}
	cmd := &cobra.Command{
		Use:   "audit [CONTRACT] [PAYOUTS|ADDRESS...]",
		Short: "Check what you were paid against what you were owed, day by day",
		Long: "Recompute what a contract, or an account at a pool, owed on each day's difficulty, reward " +
			"and price, and set\n" +
			"it against what was paid: files of pools, wallets and tax tools whose header is known, saved " +
			"answers of pools'\n" +
			"interfaces, or the plain form " + statement.PlainHeader + ".\n" +
			"An address in place of a file is read off the chain, from --node or --esplora, and traced back.\n" +
			"The tests may be looked at every day: an honest payer is accused in one case of a hundred, " +
			"ever.\n\n" +
			"With --hashrate in place of a contract it is an account at a pool. Without any file, " +
			"--received is one sum.",
		Example: "  assay audit --hashrate 30TH/s --from 2026-03-01 --to 2026-03-31 --received 0.0004BTC " +
			"--fee 2%\n" +
			"  assay audit --hashrate 250TH/s --fee 2% earnings.csv\n" +
			"  assay audit contract.yaml payouts.csv wallet.csv --zone Europe/Berlin",
		Args: cobra.ArbitraryArgs,
		RunE: func(cmd *cobra.Command, args []string) error { return a.run(cmd, p, args) },
	}
	f := cmd.Flags()
	f.Var(a.hashrate, "hashrate", "`HASHRATE` of an account at a pool, in place of a contract")
	f.Var(a.from, "from", "first `DATE` paid for")
	f.Var(a.to, "to", "last `DATE` paid for")
	f.Var(a.received, "received", "`AMOUNT` received over these days, where there is no file")
	f.Var(a.fee, "fee", "the pool's `FEE`, as a share of revenue")
	f.Var(a.minimum, "minimum", "least `AMOUNT` that is paid out")
	f.Var(a.uptime, "uptime", "`SHARE` of the time that the hashrate was there, on days whose row tells none")
	f.Var(a.changes, "fee-change", "a fee announced from a day on, as `DATE=2.5%`; repeatable")
	f.Var(a.good, "made-good", "`DATE..DATE=WHAT` was made good otherwise than in coin; repeatable")
	f.StringVar(&a.counts, "counts", "", "`FILE` of counts of shares or blocks: "+stated.CountsHeader)
	f.IntVar(&a.blocks, "blocks", -1, "`NUMBER` of blocks found in these days under the seller's tag or "+
		"addresses")
	f.Var(a.sold, "sold", "`HASHRATE` that the seller sold to all, to set against --blocks")
	f.Var(a.scheme, "scheme", "payout `SCHEME`: fpps, pps, pps+, pplns, tides or solo")
	f.Var(a.zone, "zone", "`ZONE` of times that a file writes without one, as Europe/Berlin")
	f.Var(a.day, "pool-day", "the pool's day where it states one, as `UTC+8`; else it is found")
	f.StringVar(
		&a.average,
		"pool-fees",
		"day",
		"the fees that the pool pays with --pool-day: `AVERAGE` day, \"day before\", \"7 days\" or "+
			"\"144 blocks\"",
	)
	f.StringVar(&a.unit, "unit", "", "`UNIT` of amounts whose file does not say: BTC, mBTC or sat")
	f.StringVar(&a.export, "export", "", "write owed and received of each day to a CSV `FILE`")
	a.Flags(cmd, need.FX)
	a.sheets.flags(cmd)
	f.BoolVar(&a.asJSON, "json", false, "print JSON")
	f.StringVar(&a.provider, "provider", "", "`DIR|URL` where a provider publishes: recompute its days instead")
	f.StringVar(&a.providerKey, "provider-key", "", "public `KEY` of the provider, or a file with it")
	f.StringSliceVar(&a.receipts, "receipt", nil, "`FILE` of a receipt that the provider gave you; repeatable")
	f.StringVar(&a.evidence, "evidence", "", "`FILE` to freeze in what was judged and the result")
	f.BoolVar(&a.force, "force", false, "overwrite the file of --evidence, which may be signed")
	historyFlag(cmd, &a.history)
	f.StringVar(&a.provenance, "provenance", "", "`FILE` of a trace of the payouts, as assay trace --json writes it")
	traceFlags(cmd, &a.chain)
	f.StringVar(&a.pool, "pool", "", "`NAME` of a pool to fetch from in place of files: "+strings.Join(pools.Names(), ", "))
	f.StringVar(&a.poolKey, "pool-key", "", "`FILE` with a read-only key of the pool, readable by you alone: lines key=..., "+
		"account=...")
	return a, cmd
}

func (a *auditing) run(cmd *cobra.Command, p *program, args []string) error {
	if err := a.sheets.check(1); err != nil {
		return err
	}
	if a.provider != "" {
		return a.runProvider(cmd.Context(), p, args)
	}
	if len(a.receipts) > 0 {
		return &misuse{"a receipt is held against what its provider publishes", "name it with --provider"}
	}
	if err := freezes(a.evidence, 1, a.force); err != nil {
		return err
	}
	result, err := a.result(cmd, p, args)
	if err != nil {
		return err
	}
	if a.export != "" {
		if err := exportDays(a.export, result); err != nil {
			return err
		}
	}
	document := payouts.Audit(result)
	if a.sheets.wanted() {
		sheet, err := page.Audit(document)
		if err != nil {
			return err
		}
		if err := a.sheets.put(cmd.Context(), p, sheet, private); err != nil {
			return err
		}
	}
	if a.asJSON {
		return p.printJSON(result)
	}
	return p.show(document, report.AuditOnTerminal())
}

// result judges, and freezes where that is asked for; a frozen audit is judged again.
func (a *auditing) result(cmd *cobra.Command, p *program, args []string) (*audit.Result, error) {
	if len(args) == 1 && papers.Frozen(args[0]) {
		if data, err := readEvidence(args[0]); err == nil {
			again, err := p.repeatAudit(cmd.Context(), []byte(signing.Unsigned(data).Text))
			if err != nil {
				return nil, fmt.Errorf("%s: %w", args[0], err)
			}
			p.doubtAudit(args[0], again)
			return again.Result, nil
		}
	}
	h, err := p.history(a.history)
	if err != nil {
		return nil, err
	}
	if a.evidence != "" {
		a.papers.Keep = true
		if h, err = market.Parse(h.CSV()); err != nil { // as it comes back from the file
			return nil, err
		}
	}
	r, err := a.judge(cmd.Context(), p, h, args)
	if err != nil || a.evidence == "" {
		return r, err
	}
	if err := a.freeze(a.evidence, cmd.Flags(), args, h, r); err != nil {
		return nil, err
	}
	fmt.Fprintf(p.err, "evidence: %s\n", a.evidence)
	return r, nil
}

// doubtAudit says in what a frozen audit that was judged again is not what it was.
func (p *program) doubtAudit(path string, again *repeated) {
	var says []string
	if !again.same {
		says = append(says, "this version judges otherwise than the frozen result")
	}
	if !again.held.Same {
		held, _ := report.FactsHeld(again.held)
		says = append(says, strings.Join(held, "; "))
	}
	if !again.whole {
		says = append(says, report.AuditHashLacking)
	}
	for _, line := range says {
		fmt.Fprintf(p.err, "assay: warning: %s: %s\n", path, line)
	}
}

// judge is the audit itself.
func (a *auditing) judge(ctx context.Context, p *program, h *market.History,
	args []string) (*audit.Result, error) {
	var r *audit.Result
	var err error
	if len(args) == 0 && a.pool == "" {
		r, err = a.five(h)
	} else {
		r, err = a.files(ctx, p, h, args)
	}
	if err != nil {
		return nil, err
	}
	return r, a.proven(r, h)
}

// boundary is the payer's day as stated, nil where it is to be found.
func (a *auditing) boundary() (*audit.Boundary, error) {
	if a.day.Value == nil {
		return nil, nil
	}
	average := audit.Average(a.average)
	switch average {
	case audit.FeeDay, audit.FeeDayBefore, audit.FeeWeek, audit.Fee144:
	default:
		return nil, &misuse{fmt.Sprintf("--pool-fees %q is not known", a.average),
			`write "day", "day before", "7 days" or "144 blocks"`}
	}
	b := audit.ZoneBoundary(*a.day.Value, average)
	return &b, nil
}

// five judges one sum.
func (a *auditing) five(h *market.History) (*audit.Result, error) {
	if a.hashrate.Value == nil || a.from.Value == nil || a.to.Value == nil || a.received.Value == nil {
		return nil, &misuse{"without a file --hashrate, --from, --to and --received are needed",
			"write: assay audit --hashrate 30TH/s --from 2026-03-01 --to 2026-03-31 --received 0.0004BTC " +
				"--fee 2%"}
	}
	if name := a.ofFilesOnly(); name != "" {
		return nil, &misuse{name + " is of payments one by one, and only one sum is given",
			"name a file of payouts, or leave it out"}
	}
	received, err := inBitcoin(a.received)
	if err != nil {
		return nil, err
	}
	minimum, err := inBitcoin(a.minimum)
	if err != nil {
		return nil, err
	}
	b, err := a.boundary()
	if err != nil {
		return nil, err
	}
	var counts []audit.Counts
	if a.counts != "" {
		if counts, err = a.readCounts(a.counts); err != nil {
			return nil, err
		}
	}
	result, err := audit.Five(
		audit.FiveFields{Hashrate: *a.hashrate.Value, From: *a.from.Value, To: *a.to.Value,
			Received: received, Step: stated.Step(a.received.Text), Fee: a.fee.Or(0),
			Scheme: a.scheme.Or(payout.FPPS), Boundary: b, Uptime: a.uptime.Or(0), Minimum: minimum,
			Counts: counts},
		h,
	)
	if err != nil {
		return nil, &misuse{what: err.Error()}
	}
	return result, nil
}

// ofFilesOnly names a flag that was given and says something of payments one by one; empty: none was.
func (a *auditing) ofFilesOnly() string {
	for _, one := range []struct {
		name  string
		given bool
	}{{"--fee-change", len(a.changes.List) > 0}, {"--made-good", len(a.good.List) > 0},
		{"--zone", a.zone.Value != nil}, {"--unit", a.unit != ""},
		{"--provenance", a.provenance != ""}, {"--export", a.export != ""}} {
		if one.given {
			return one.name
		}
	}
	return ""
}

// inBitcoin is an amount that must be of bitcoin.
func inBitcoin(q *commandline.Quantity[units.Money]) (units.MilliSat, error) {
	m := q.Or(units.Money{Currency: units.BTC})
	if m.Currency != units.BTC {
		return 0, &misuse{
			fmt.Sprintf("%s is not an amount of bitcoin", q.Text),
			"write BTC or sat, as 0.012BTC",
		}
	}
	return units.RoundMilliSat(m.Float()), nil
}

// files judges the payments that files tell.
func (a *auditing) files(ctx context.Context, p *program, h *market.History,
	args []string) (*audit.Result, error) {
	in := audit.Input{Done: ctx.Done(), History: h, Scheme: a.scheme.Or(""), From: a.from.Or(0), To: a.to.Or(0),
		Start: a.from.Or(0), Uptime: a.uptime.Or(0), FeeChanges: a.changes.List, Compensations: a.good.List}
	var err error
	if a.counts != "" {
		if in.Counts, err = a.readCounts(a.counts); err != nil {
			return nil, err
		}
	}
	if in.Boundary, err = a.boundary(); err != nil {
		return nil, err
	}
	if args, err = a.terms(p, &in, args); err != nil {
		return nil, err
	}
	paths, named := onChain(args)
	list, err := a.statements(ctx, p, paths)
	if err != nil {
		return nil, err
	}
	traced, err := a.follow(ctx, p, &in, named)
	if err != nil {
		return nil, err
	}
	polled, err := a.fetchedFrom(ctx, p)
	if err != nil {
		return nil, err
	}
	list = append(append(list, traced...), polled...)
	if err := a.fees(ctx, p, &in, list); err != nil {
		return nil, err
	}
	return audit.Statements(in, list)
}

// terms are of a contract, the first argument, or of an account; it returns the other arguments.
func (a *auditing) terms(p *program, in *audit.Input, args []string) ([]string, error) {
	minimum, err := inBitcoin(a.minimum)
	if err != nil {
		return nil, err
	}
	if a.hashrate.Value != nil {
		in.Terms = audit.AccountTerms(*a.hashrate.Value, a.fee.Or(0), in.Scheme, minimum)
		return args, nil
	}
	if len(args) < 2 && (len(args) == 0 || a.pool == "") {
		return nil, &misuse{"a contract and a file of payouts are needed",
			"write: assay audit contract.yaml payouts.csv, or --hashrate 250TH/s --fee 2% in place of a " +
				"contract"}
	}
	promised, chosen, err := a.promise(p, args[0])
	if err != nil {
		return nil, err
	}
	t, assumed, err := compile.Offer(promised, chosen)
	if err != nil {
		return nil, fmt.Errorf("%s: %w", args[0], err)
	}
	for _, text := range assumed {
		fmt.Fprintf(p.err, "assay: warning: %s: %s\n", args[0], text)
	}
	if a.fee.Value != nil {
		t.Fees = append(t.Fees, contract.FeeTerm{Name: "--fee", Share: float64(*a.fee.Value)})
	}
	in.Terms = t
	in.Sold = true
	if in.Scheme == "" && (promised.Payout.Basis == offer.PPLNS || promised.Payout.Basis == offer.Solo) {
		in.Scheme = payout.Scheme(promised.Payout.Basis)
	}
	return args[1:], nil
}

// statements reads the files; what is to be known of them goes to standard error.
func (a *auditing) statements(ctx context.Context, p *program, paths []string) ([]*statement.Statement, error) {
	var list []*statement.Statement
	for _, path := range paths {
		file, err := a.open(path)
		if err != nil {
			return nil, err
		}
		s, err := papers.Statement(ctx, p.err, path, file, statement.Options{Zone: a.zone.Or(nil), Unit: a.unit})
		if err := cmp.Or(err, file.Close()); err != nil {
			return nil, err
		}
		list = append(list, s)
	}
	return list, nil
}

// exportDays writes owed and received of each day.
func exportDays(path string, r *audit.Result) error {
	var days bytes.Buffer
	if err := cmp.Or(r.WriteDays(&days), replaceFile(path, days.Bytes(), open)); err != nil {
		return fmt.Errorf("write %s: %w", path, err)
	}
	return nil
}

// readCounts reads a file of counts.
func (a *auditing) readCounts(path string) ([]audit.Counts, error) {
	f, err := a.open(path)
	if err != nil {
		return nil, err
	}
	defer f.Close()
	counts, err := stated.Counts(path, f)
	switch {
	case as[*stated.Headless](err):
		return nil, &misuse{err.Error(), "then a line a day and test, as 2026-03-01,delivered,8612,8640; " +
			"tests are delivered, luck and machine"}
	case err != nil:
		return nil, &misuse{what: err.Error()}
	}
	return counts, nil
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
