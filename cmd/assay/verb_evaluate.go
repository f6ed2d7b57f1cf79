package main

import (
	"fmt"
	"strings"

	"github.com/spf13/cobra"

	"github.com/assaymining/assay"
	"github.com/assaymining/assay/market"
	"github.com/assaymining/assay/need"
	"github.com/assaymining/assay/units"
)

// judging is what the flags of the verbs that judge say about the facts and the choices.
type judging struct {
	settings
	history string
}

// judgingFlags adds the flags that evaluate shares with other judging verbs; paths is how many markets
// are simulated where nobody says.
func judgingFlags(cmd *cobra.Command, paths int) *judging {
	j := &judging{}
	j.Choices.Paths = paths
	for _, s := range assay.Settings() {
		j.flags(cmd, s.Name)
	}
	complete(cmd, string(need.Machine), usableNames)
	historyFlag(cmd, &j.history)
	cmd.PreRunE = func(*cobra.Command, []string) error { return j.check() }
	return j
}

// check refuses what no single flag is wrong about.
func (j *judging) check() error {
	if err := j.CheckSettings(); err != nil {
		return &misuse{what: err.Error(), hint: "add --my-power, as in --my-power 0.08USD/kWh"}
	}
	return nil
}

// evidence joins an offer with the facts and the flags.
func (j *judging) evidence(f *offerFile, h *market.History) assay.Evidence {
	e := j.Evidence
	e.Version, e.Offer, e.History = version(), f.offer, h
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
				return in.printVerdict(f.offer, v.Said(inFlags))
			})
		},
	}
	j = judgingFlags(cmd, assay.DefaultPaths)
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
