package corpus

import (
	"fmt"
	"io"
	"math"
	"slices"
	"text/tabwriter"

	"github.com/assaymining/assay/redflag"
)

// labelled is what a run over a collection keeps of one record: some bytes, so that its size
// does not matter.
type labelled struct {
	id, label, group, trust string
	blank                   []bool // per field of fields
	promised                bool   // a rate is promised for the term
	variable                bool   // payouts follow revenue
}

// fields is the fields whose blanks the other reader sees, in the order of the corpus.
var fields = []string{
	"hashrate", "hashrate_unit", "algorithm", "term_days", "term_text", "price", "price_currency", "price_text",
	"maintenance_fee_amount", "maintenance_fee_unit", "maintenance_fee_changeable", "fee_text", "payout_basis",
	"guaranteed_claim", "promised_return_pct", "promised_return_per", "promised_return_text", "referral_present",
	"referral_levels", "referral_pct_max", "referral_text", "contract_currency", "payout_currency",
	"termination_clause", "unprofitable_stop", "min_withdrawal", "proof_datacentre", "proof_pool", "proof_onchain",
	"proof_text", "buyer_pool_choice", "leadership_known", "registration", "regulated_or_listed", "resale_possible",
	"risk_disclosed", "other",
}

// labelled is what is kept of the record, with the word of trust that it was given.
func (r record) labelled(trust string) labelled {
	l := labelled{id: string(r.ID), label: r.Label, group: r.ProviderGroup, trust: trust}
	if l.group == "" {
		l.group = string(r.ID)
	}
	for _, f := range fields {
		l.blank = append(l.blank, r.Offer[f] == nil)
	}
	_, rate := r.number("promised_return_pct")
	basis := r.text("payout_basis")
	l.promised = rate && basis != "" && basis != "variable"
	l.variable = basis == "variable"
	return l
}

// words of trust in the order of the table.
var trustWords = []string{redflag.FraudSigns, redflag.Doubtful, redflag.Unproven, redflag.TrustUnknown,
	redflag.Verifiable}

// WriteReport prints the verdicts against the labels, and beside them what a reader scores who sees
// only which fields are blank.
func WriteReport(w io.Writer, all []labelled) error {
	count := map[string]map[string]int{}
	for _, l := range all {
		if count[l.label] == nil {
			count[l.label] = map[string]int{}
		}
		count[l.label][l.trust]++
	}
	labels := make([]string, 0, len(count))
	for l := range count {
		labels = append(labels, l)
	}
	slices.Sort(labels)
	t := tabwriter.NewWriter(w, 0, 0, 2, ' ', tabwriter.AlignRight)
	fmt.Fprint(t, "label\toffers\t")
	for _, word := range trustWords {
		fmt.Fprintf(t, "%s\t", word)
	}
	fmt.Fprintln(t)
	for _, label := range labels {
		n := 0
		for _, c := range count[label] {
			n += c
		}
		fmt.Fprintf(t, "%s\t%d\t", orNone(label), n)
		for _, word := range trustWords {
			fmt.Fprintf(t, "%d\t", count[label][word])
		}
		fmt.Fprintln(t)
	}
	if err := t.Flush(); err != nil {
		return err
	}
	return scores(w, all)
}

func orNone(s string) string {
	if s == "" {
		return "(none)"
	}
	return s
}

// scores prints the rates that matter, each with its denominator.
func scores(w io.Writer, all []labelled) error {
	rate := func(what string, of, hit func(labelled) bool) {
		n, k := 0, 0
		for _, l := range all {
			if of(l) {
				n++
				if hit(l) {
					k++
				}
			}
		}
		if n > 0 {
			fmt.Fprintf(w, "%s: %d of %d (%.0f %%)\n", what, k, n, 100*float64(k)/float64(n))
		}
	}
	fraud := func(l labelled) bool { return l.label == "fraud" }
	signs := func(l labelled) bool { return l.trust == redflag.FraudSigns }
	fmt.Fprintln(w)
	rate("frauds called fraud_signs or doubtful", fraud,
		func(l labelled) bool { return signs(l) || l.trust == redflag.Doubtful })
	rate("frauds with a promised rate called fraud_signs",
		func(l labelled) bool { return fraud(l) && l.promised }, signs)
	rate("frauds with variable payouts called verifiable",
		func(l labelled) bool { return fraud(l) && l.variable },
		func(l labelled) bool { return l.trust == redflag.Verifiable })
	rate("real offers called fraud_signs", func(l labelled) bool { return l.label == "real" }, signs)
	rate("real offers called verifiable", func(l labelled) bool { return l.label == "real" },
		func(l labelled) bool { return l.trust == redflag.Verifiable })
	return blanks(w, all)
}

// blanks sets two readers side by side on the question fraud or real: one calls a fraud what
// assay calls fraud_signs or doubtful, the other sees no content, only which fields are blank.
func blanks(w io.Writer, all []labelled) error {
	var known []labelled
	for _, l := range all {
		if l.label == "fraud" || l.label == "real" {
			known = append(known, l)
		}
	}
	if len(known) < 4 {
		return nil
	}
	ours, blanks := 0, 0
	for i, l := range known {
		if (l.trust == redflag.FraudSigns || l.trust == redflag.Doubtful) == (l.label == "fraud") {
			ours++
		}
		if blankReader(known, i) == l.label {
			blanks++
		}
	}
	n := float64(len(known))
	fmt.Fprintf(
		w,
		"\nfraud or real, told right:  assay %d of %d (%.0f %%)   a reader of blanks alone %d of %d (%.0f %%)\n",
		ours,
		len(known),
		100*float64(ours)/n,
		blanks,
		len(known),
		100*float64(blanks)/n,
	)
	_, err := fmt.Fprint(w, `
The reader of blanks knows no content of any field, only which are empty (naive Bayes, trained on the
other providers). Frauds are described by regulators and the press, real offers by their own manuals,
so what is missing gives the label away. A score on such a corpus says how the corpus was written as
much as how good the rules are; do not quote it without this line beside it. Assay's rules take
a blank as not known, never as evidence.
`)
	return err
}

// blankReader is naive Bayes over blanks with add-one smoothing (Laplace), trained on all records
// but those of the same provider.
func blankReader(all []labelled, test int) string {
	count := map[string]float64{}
	empty := map[string][]float64{"fraud": make([]float64, len(fields)), "real": make([]float64, len(fields))}
	for _, l := range all {
		if l.group == all[test].group {
			continue
		}
		count[l.label]++
		for f, b := range l.blank {
			if b {
				empty[l.label][f]++
			}
		}
	}
	score := func(label string) float64 {
		s := math.Log(count[label] + 1)
		for f, b := range all[test].blank {
			p := (empty[label][f] + 1) / (count[label] + 2)
			if !b {
				p = 1 - p
			}
			s += math.Log(p)
		}
		return s
	}
	if score("fraud") > score("real") {
		return "fraud"
	}
	return "real"
}
