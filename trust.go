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
	if e.Offer.Seen == nil && e.AsOf == nil {
		v.Warnings = append(v.Warnings, "the offer is undated: what it claims and asks is not held against the chain; add the day you saw it, as in \"seen: "+asOf.String()+"\"")
	}
}

// trustFacts gathers what the rules may know. An undated offer is taken as seen on the day that the
// reader names; where none is named its day stays unknown, since a figure of another year must not be
// held against today's chain. An offer seen after the last day that is known is held against that day.
func trustFacts(e Evidence, asOf units.Date) redflag.Facts {
	o := e.Offer
	if o.Seen == nil && e.AsOf != nil {
		o.Seen = e.AsOf
	}
	if last := e.History.Last(); o.Seen != nil && *o.Seen > last {
		o.Seen = &last
	}
	f := redflag.Gather(o, asOf, e.History)
	f.Spot = e.Spot
	f.Forward = e.Forward
	return f
}
