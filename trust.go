package assay

import (
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

// trustFacts gathers what the rules may know. An undated offer is taken as seen on the day that the
// reader names; where none is named, its day stays unknown.
func trustFacts(e Evidence, asOf units.Date) redflag.Facts {
	o := e.Offer
	if o.Seen == nil && e.AsOf != nil {
		o.Seen = e.AsOf
	}
	f := redflag.Gather(o, asOf, e.History)
	f.Spot, f.Forward = e.Spot, e.Forward
	return f
}
