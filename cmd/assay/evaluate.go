package main

import (
	"fmt"
	"strings"

	"github.com/spf13/cobra"

	"github.com/assaymining/assay"
	"github.com/assaymining/assay/market"
	"github.com/assaymining/assay/units"
)

// judging is what the flags of the verbs that judge say about the facts and the choices.
type judging struct {
	asOf                         *quantity[units.Date]
	hashprice, difficulty, price *quantity[float64]
	fx                           rates
	openTerm                     *quantity[units.Days]
	discounts                    bool
	history                      string
	choices
}

// judgingFlags adds the flags that evaluate shares with other judging verbs.
func judgingFlags(cmd *cobra.Command) *judging {
	j := &judging{asOf: dateFlag(), hashprice: hashpriceFlag(), difficulty: difficultyFlag(), price: priceFlag(),
		fx: rates{}, openTerm: openTermFlag()}
	f := cmd.Flags()
	f.Var(j.asOf, "as-of", "`DATE` to judge on, knowing what was known then (default: the day the offer was seen)")
	f.Var(j.hashprice, "hashprice", "what a hash earns, as `0.036USD/TH/day`, instead of the facts; difficulty moves with it, the price stays")
	f.Var(j.difficulty, "difficulty", "`DIFFICULTY`, as 1.25e14 or 125T, instead of the facts")
	f.Var(j.price, "price", "price of bitcoin, as `76000USD`, instead of the facts")
	f.Var(j.fx, "fx", "dollars for one unit of another currency, as `EUR=1.08`; repeatable")
	f.Var(j.openTerm, "open-term", "`DAYS` to compute where the offer has no end (default 1095d)")
	f.BoolVar(&j.discounts, "discounts", false, "take fee discounts that need something of the buyer")
	historyFlag(cmd, &j.history)
	j.choices.flags(cmd)
	return j
}

// evidence joins an offer with the facts and the flags.
func (j *judging) evidence(f *offerFile, h *market.History) assay.Evidence {
	e := assay.Evidence{
		Version: version(), Offer: f.offer, AsOf: j.asOf.value, History: h,
		Overrides: assay.Overrides{HashpriceUSD: j.hashprice.or(0), Difficulty: j.difficulty.or(0), PriceUSD: j.price.or(0)},
		Choices:   assay.Choices{OpenDays: int(j.openTerm.or(0)), Discounts: j.discounts, USDPer: j.fx},
	}
	j.choices.fill(&e.Choices)
	for _, w := range f.warnings {
		e.Warnings = append(e.Warnings, w.String())
	}
	return e
}

func evaluateCommand(p *program) *cobra.Command {
	var asJSON, live, force bool
	var evidence, currency, forward string
	var files reporting
	var j *judging
	cmd := &cobra.Command{
		Use:   "evaluate OFFER...",
		Short: "Judge offers: does it beat buying bitcoin, who can change it, does anyone mine",
		Long: "Judge offers as they looked on the day they were seen, on what was known that day. The answer begins with\n" +
			"one plain sentence; then come the figures and what is not known. \"-\" reads an offer from standard input.\n" +
			"A damning verdict is an answer: the exit code is 0.\n\n" +
			"The facts are those that come with assay, with those of \"assay data update\" laid over them. Nothing is fetched\n" +
			"unless --live asks for it. A file frozen by --evidence is judged again, to the same bytes.",
		Example: "  assay evaluate offer.yaml\n" +
			"  assay evaluate --as-of 2026-05-01 offer.yaml             judge it on another day\n" +
			"  assay evaluate --price 60000USD --difficulty 150T offer.yaml\n" +
			"  assay evaluate --my-power 0.08USD/kWh --budget 2000USD offer.yaml\n" +
			"  assay evaluate --evidence deal.evidence offer.yaml        freeze what it was judged on\n" +
			"  assay evaluate --pdf report.pdf offer.yaml                two pages to send on\n" +
			"  assay evaluate --json offer.yaml                         for programs",
		Args: arguments(1, -1, "an offer"),
		RunE: func(cmd *cobra.Command, paths []string) error {
			if isEvidence(paths[0]) && len(paths) == 1 {
				return p.evaluateEvidence(cmd, paths[0], asJSON)
			}
			if err := freezes(evidence, len(paths), force); err != nil {
				return err
			}
			if err := files.check(len(paths)); err != nil {
				return err
			}
			if live {
				p.live(cmd.Context())
			}
			h, err := p.history(j.history)
			if err != nil {
				return err
			}
			first := true
			return p.eachOffer(cmd.Context(), paths, func(f *offerFile) error {
				e := j.evidence(f, h)
				if err := p.storedMarket(cmd.Context(), j.history, &e); err != nil {
					return err
				}
				if err := p.forward(forward, &e); err != nil {
					return err
				}
				in, err := p.showing(currency, e)
				if err != nil {
					return err
				}
				v, err := p.judge(e, evidence)
				if err != nil {
					return &misuse{what: fmt.Sprintf("%s: %v", f.name, err)} // evidence that makes no sense
				}
				if err := files.write(cmd.Context(), in, e, v); err != nil {
					return err
				}
				if asJSON {
					return p.printJSON(v)
				}
				if !first {
					fmt.Fprintln(p.out)
				}
				first = false
				return in.printVerdict(f.offer, v)
			})
		},
	}
	j = judgingFlags(cmd)
	cmd.Flags().StringVar(&evidence, "evidence", "", "`FILE` to freeze in what the offer was judged on")
	cmd.Flags().BoolVar(&force, "force", false, "overwrite the file of --evidence, which may be signed")
	files.flags(cmd)
	cmd.Flags().StringVar(&currency, "currency", "USD", "show amounts, also of a report, in the currency `CODE`, as EUR, at the rate of the day judged")
	cmd.Flags().StringVar(&forward, "forward", "", "CSV `FILE` with forward prices of hashrate, to hold the offer against")
	cmd.Flags().BoolVar(&live, "live", false, "fetch facts first, as \"assay data update\" does")
	cmd.Flags().BoolVar(&asJSON, "json", false, "print the verdict as JSON (schema "+assay.VerdictSchema+")")
	return cmd
}

// showing is the program with amounts shown in a currency, at the dollars per unit that the evidence holds.
// Programs read dollars: --json does not change.
func (p *program) showing(code string, e assay.Evidence) (*program, error) {
	c := units.Currency(strings.ToUpper(code))
	if c == units.USD {
		return p, nil
	}
	per := e.Choices.USDPer[c]
	if !(per > 0) {
		return nil, &misuse{fmt.Sprintf("what one %s is in dollars is not known for that day", c),
			fmt.Sprintf("give it with --fx %s=1.08, or fetch prices: assay data update --source prices --currency USD,%s", c, c)}
	}
	in := *p
	in.amounts = units.Shown{Currency: c, Per: per}
	return &in, nil
}
