package report

import (
	"fmt"
	"math"
	"slices"

	"github.com/assaymining/assay/redflag"
	"github.com/assaymining/assay/redflag/promise"
)

// warned is the document of an offer whose payout is a promise, or whose price cannot be true. It has no
// picture and no figure of what would be paid: who sells it could show them to the next buyer.
func (j *judged) warned() {
	v := j.v
	slices.SortStableFunc(j.Axes, func(a, b Axis) int { return mistrusted(a) - mistrusted(b) })
	if ec := v.Economics; ec.AskedUSD != nil {
		j.Figures = append(j.Figures, Figure{"Asked", j.in.USD(*ec.AskedUSD), "all of it is what you " +
			"can lose"})
	}
	if r := v.RunOff; r != nil {
		j.Figures = append(j.Figures, cannot(r)...)
	}
	j.runOff(v.RunOff)
	cheap := v.RunOff == nil && j.present(cheapRule)
	if cheap {
		j.add("runoff", "Can it be true?", Paragraph{Text: "Who sells hashrate for less than it costs " +
			"to own pays the " +
			"difference from somewhere else, or does not run it. " + sentence(j.says(cheapRule))})
	}
	if v.RunOff == nil && slices.ContainsFunc(promises, j.present) {
		j.add("runoff", "Can it pay?", Paragraph{Text: unstated})
	}
	j.refusing(cheap)
	j.answers(v.Findings)
	j.payments()
	j.lists()
	j.facts()
	j.Sections = slices.DeleteFunc(j.Sections, func(s Section) bool {
		return s.Key == "signs" || s.Key == "agrees" || s.Key == "questions" // nobody should go on with this
	})
	j.Deciding = []string{"runoff", "sayno", "report", "flags"}
	j.foldAllBut("runoff", "sayno", "report")
}

// unstated is what is said of a promise without a figure.
const unstated = "How much is promised, and until when, is not stated, so nobody can say on which day the " +
	"money is gone. Mining gives what difficulty and price allow on the day; whatever is paid beyond that " +
	"comes from the money of other buyers, and ends when theirs does."

// promises are the rules of what is promised whatever mining gives.
var promises = []string{"F01_promised_payout", "F02_guaranteed_income", "F03_stated_return",
	"F26_principal_returned"}

// cheapRule is the rule of prices below cost.
const cheapRule = "F21_below_cost"

// says is what a rule that is present says of the offer, else nothing.
func (j *judged) says(rule string) string {
	for _, f := range j.v.Findings {
		if f.Rule == rule && f.State == redflag.Present {
			return f.Says
		}
	}
	return ""
}

func (j *judged) present(rule string) bool { return j.says(rule) != "" }

// mistrusted puts trust before the others.
func mistrusted(a Axis) int {
	if a.Name == "Trust" {
		return 0
	}
	return 1
}

// cannot are the share that cannot come from mining and the day on which the money is gone.
func cannot(r *promise.RunOff) []Figure {
	var out []Figure
	of := "of each payout, at least"
	if r.Returned {
		of = "of what is promised, at least"
	}
	if r.ShareNotMined >= 0.01 {
		out = append(out, Figure{"Cannot come from mining",
			fmt.Sprintf("%.0f %%", math.Floor(r.ShareNotMined*100+1e-9)), of})
	}
	if day := max(r.BreaksOnDay, r.BreaksReturned); day > 0 {
		out = append(out, Figure{"Runs dry", fmt.Sprintf("day %d", day),
			"with steady deposits, in the seller's favour"})
	}
	return out
}

// refusing helps a person who is being sold this to say no, and says who wants to know of it.
func (d *Document) refusing(cheap bool) {
	why := "I do not pay for a promised return: what a miner earns nobody knows in advance."
	if cheap {
		why = "I do not pay less than the machines and their power cost: somebody else would have to."
	}
	d.add("sayno", "Three sentences to say no with", List{Items: []string{
		why,
		"Show me my hashrate at a pool that you do not run, for a week, before I pay anything.",
		"I decide tomorrow, after I have shown this to somebody else; if it is gone by then, it was not " +
			"for me.",
	}})
	d.add("report", "Where to report it, paid or not", Links{Items: []Source{
		{What: "FBI, United States", URL: "https://www.ic3.gov/"},
		{What: "SEC, United States", URL: "https://www.sec.gov/tcr"},
		{What: "FCA, United Kingdom", URL: "https://www.fca.org.uk/consumers/report-scam-us"},
		{What: "Scamwatch, Australia", URL: "https://www.scamwatch.gov.au/report-a-scam"},
		{What: "econsumer.gov, 40 countries", URL: "https://econsumer.gov/"},
	}}, Paragraph{Text: "Whoever asks for a fee to get your money back is part of the fraud."})
}

// NoRecommendation stands on each page of a report that is sent on.
const NoRecommendation = "This is no recommendation. It is computed from what was entered and from facts " +
	"of the market; nobody at the seller was asked."
