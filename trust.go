package assay

import (
	"github.com/assaymining/assay/cite"
	"github.com/assaymining/assay/hardware"
	"github.com/assaymining/assay/redflag"
	"github.com/assaymining/assay/units"
)

// judgeTrust fills the axes of trust and contract risk: findings, anchors, questions. They know
// nothing of the economics, which know nothing of them.
func judgeTrust(v *Verdict, e Evidence, asOf units.Date) {
	r := redflag.Judge(trustFacts(e, asOf))
	v.Verdict.Trust, v.Verdict.ContractRisk = r.Trust.Word, r.ContractRisk.Word
	v.Verdict.Because.Trust, v.Verdict.Because.ContractRisk = r.Trust.Reason, r.ContractRisk.Reason
	v.Verdict.Questions = append([]string{}, r.Questions...)
	v.Verdict.WouldChange = append([]string{}, r.WouldChange...)
	v.Findings = append([]redflag.Finding{}, r.Findings...)
	v.Anchors = append([]redflag.Anchor{}, r.Anchors...)
	v.RunOff = r.RunOff
}

// trustFacts gathers what the rules may know: chain facts of the offer's dates, and the cheapest
// machine whose price was seen by then.
func trustFacts(e Evidence, asOf units.Date) redflag.Facts {
	f := redflag.Gather(e.Offer, asOf, e.History)
	f.Spot = e.Spot
	if e.Offer.Seen != nil {
		if p, ok := hardware.Cheapest(*e.Offer.Seen); ok && p.PerTH().Currency == units.USD {
			f.Machine = &redflag.Machine{Model: p.Machine.Name(), USDPerTH: p.PerTH().Value, Efficiency: p.Machine.Efficiency,
				Source: cite.Source{What: p.Basis + " of " + p.When() + " (" + p.Source + ", hardware/SOURCES.md)"}}
		}
	}
	return f
}
