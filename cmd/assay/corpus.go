package main

import (
	"encoding/json"
	"fmt"
	"math"
	"regexp"
	"strconv"
	"strings"

	"github.com/assaymining/assay/contract"
	"github.com/assaymining/assay/units"
)

// A corpusRecord is an offer in the form in which labelled offers are collected: flat fields, null
// where not known, free text beside figures. Fields that are not listed are ignored; a figure may
// stand as a number or as text.
type corpusRecord struct {
	ID            string              `json:"id"`
	Provider      string              `json:"provider"`
	Product       string              `json:"product"`
	Label         string              `json:"label"`
	ProviderGroup string              `json:"provider_group"`
	Period        struct{ Start any } `json:"period"`
	Offer         map[string]any      `json:"offer"`
	Sources       map[string]any      `json:"sources"`
}

// readCorpus reads one line.
func readCorpus(line []byte) (corpusRecord, error) {
	var r corpusRecord
	if err := json.Unmarshal(line, &r); err != nil {
		return r, fmt.Errorf("not a record: %w", err)
	}
	if r.Offer == nil {
		return r, fmt.Errorf(`a record without "offer"; write {"id": ..., "offer": {...}}, or leave out --format corpus for offer documents`)
	}
	return r, nil
}

// text is a field as text, "" where null.
func (r corpusRecord) text(key string) string {
	switch v := r.Offer[key].(type) {
	case string:
		return strings.TrimSpace(v)
	case float64:
		return strconv.FormatFloat(v, 'f', -1, 64)
	}
	return ""
}

// number is a field as a number; false where null or no single finite number ("300-10000").
func (r corpusRecord) number(key string) (float64, bool) {
	switch v := r.Offer[key].(type) {
	case float64:
		return v, v >= 0
	case string:
		n, err := strconv.ParseFloat(strings.ReplaceAll(strings.TrimSpace(v), ",", ""), 64)
		return n, err == nil && n >= 0 && !math.IsInf(n, 0)
	}
	return 0, false
}

// tri is a field that is true, false or not known.
func (r corpusRecord) tri(key string) contract.Tri {
	switch v := r.Offer[key].(type) {
	case bool:
		if v {
			return contract.True
		}
		return contract.False
	case string:
		switch strings.ToLower(strings.TrimSpace(v)) {
		case "true", "yes":
			return contract.True
		case "false", "no":
			return contract.False
		}
	}
	return contract.Unknown
}

// document is the record as an offer document: each field by its meaning, null as unknown. What was
// filled in by a reader ("no data centre found") becomes the document's "looked for and not found".
func (r corpusRecord) document() contract.Offer {
	o := contract.Offer{Provider: contract.Provider{Name: r.Provider}, Product: r.Product}
	if d, ok := startDay(r.Period.Start); ok {
		o.Seen = &d
	}
	o.Algorithm = strings.ToLower(r.text("algorithm"))
	if strings.HasPrefix(o.Algorithm, "sha") {
		o.Algorithm = "sha256"
	}
	r.amounts(&o)
	r.payout(&o)
	r.fees(&o)
	r.stops(&o)
	r.evidence(&o)
	return o
}

// startDay is the first day of "2014-08", "2014" or "2014-08-01".
func startDay(v any) (units.Date, bool) {
	s, ok := v.(string)
	if !ok || len(s) < 4 {
		return 0, false
	}
	d, err := units.ParseDate((s + "-01-01")[:10])
	return d, err == nil && (len(s) == 4 || len(s) == 7 || len(s) == 10)
}

// maxTermDays is a century: what is longer has no end that matters.
const maxTermDays = 36525

func (r corpusRecord) amounts(o *contract.Offer) {
	if n, ok := r.number("hashrate"); ok && n > 0 && (o.Algorithm == "sha256" || o.Algorithm == "") {
		if h, err := units.ParseHashrate(fmt.Sprintf("%v %s", strconv.FormatFloat(n, 'f', -1, 64), r.text("hashrate_unit"))); err == nil {
			o.Hashrate = h
		}
	}
	if n, ok := r.number("term_days"); ok && n >= 1 && n <= maxTermDays {
		o.Term.Days = units.Days(n)
	} else if openEnded.MatchString(r.text("term_text")) {
		o.Term.Open = true
	}
	if n, ok := r.number("price"); ok && n > 0 {
		if m, err := units.ParseMoney(strconv.FormatFloat(n, 'f', -1, 64) + " " + r.text("price_currency")); err == nil {
			o.Price.Upfront = &m
		}
	}
}

var openEnded = regexp.MustCompile(`(?i)open[- ]?ended|perpetual|lifetime|indefinite|forever|until (?:un|not )profitable|until redemption|cancell?able`)

func (r corpusRecord) payout(o *contract.Offer) {
	p := &o.Payout
	switch r.text("payout_basis") {
	case "variable":
		p.Basis = contract.PoolRevenue
	case "fixed_promised":
		p.Basis = contract.Fixed
	case "token_discretionary":
		p.Basis = contract.SellerToken
	}
	p.Guaranteed = r.tri("guaranteed_claim")
	if c := r.text("payout_currency"); c != "" {
		p.Currency = symbol(c)
		if issued.MatchString(c) {
			p.OwnToken = contract.True
		}
	}
	if m, err := units.ParseMoney(r.text("min_withdrawal")); err == nil {
		p.Minimum = &m
	}
	r.promise(o)
	r.referral(o)
}

// issued finds that the payout currency is the seller's own, or was switched to one.
var issued = regexp.MustCompile(`(?i)\bown (?:coin|token)|own tokens|in-house|seller'?s? (?:coin|token)|native token|later \w+ token|switched to`)

// symbol is the first word of a currency in upper case.
func symbol(c string) string {
	word := strings.FieldsFunc(c, func(r rune) bool { return r == ' ' || r == ',' || r == '(' || r == ';' })
	if len(word) == 0 {
		return ""
	}
	return strings.ToUpper(word[0])
}

// promise maps the promised return: a rate where a time is named, else the return in all.
func (r corpusRecord) promise(o *contract.Offer) {
	if n, ok := r.number("promised_return_pct"); ok && n > 0 {
		rate, inAll := perTime(n/100, r.text("promised_return_per"))
		switch {
		case rate != nil && o.Payout.Basis == contract.Fixed:
			o.Payout.FixedReturn = rate
		case rate != nil:
			o.Claims = append(o.Claims, contract.Claim{Return: rate})
		default:
			o.Claims = append(o.Claims, contract.Claim{TotalReturn: inAll})
		}
	}
	if text := r.text("promised_return_text"); text != "" {
		o.Claims = append(o.Claims, contract.Claim{Says: text})
	}
}

var spanOf = regexp.MustCompile(`^(\d{1,5})?\s*(day|week|month|year)s?$`)

// perTime is a return per day, week, month or year, or over "40 days"; nil for "total" and what is
// not understood.
func perTime(share float64, per string) (*units.FractionPer, *units.Fraction) {
	m := spanOf.FindStringSubmatch(strings.ToLower(strings.TrimSpace(per)))
	if m == nil {
		f := units.Fraction(share)
		return nil, &f
	}
	n := 1.0
	if m[1] != "" {
		n, _ = strconv.ParseFloat(m[1], 64)
		n = max(n, 1)
	}
	return &units.FractionPer{Value: share / n, Unit: m[2]}, nil
}

var (
	manyLevels = regexp.MustCompile(`(?i)multi[- ]?level|\bmlm\b|\bgrades?\b|\bbinary\b|pyramid|matrix|generations?|downline|(?:[2-9]|\d\d|two|three|four|five|six|seven|eight|nine|ten)[- ](?:levels?|tiers?|generations?)`)
	noLevels   = regexp.MustCompile(`(?i)(?:not?|no|without|single)[- ](?:a )?(?:multi|mlm|level)`)
)

func (r corpusRecord) referral(o *contract.Offer) {
	f := &o.Referral
	switch r.tri("referral_present") {
	case contract.True:
		f.Stated, f.Levels = true, 1
	case contract.False:
		f.Stated = true
	}
	if n, ok := r.number("referral_levels"); ok && n >= 1 {
		f.Stated, f.Levels = true, int(min(n, 1000))
	}
	if n, ok := r.number("referral_pct_max"); ok && n > 0 {
		share := units.Fraction(n / 100)
		f.Stated, f.Share, f.Levels = true, &share, max(f.Levels, 1)
	}
	if text := r.text("referral_text"); manyLevels.MatchString(text) && !noLevels.MatchString(text) {
		f.Stated, f.Levels = true, max(f.Levels, 2)
	}
}

var (
	notNamed = regexp.MustCompile(`(?i)not (?:stated|disclosed|named|given|specified)|undisclosed|unspecified|hidden fee`)
	perTHDay = regexp.MustCompile(`(?i)^(\w+) per ([kmgtpe]?h)(?:/s)? per day`)
	perKWh   = regexp.MustCompile(`(?i)^(\w+) per kwh`)
)

func (r corpusRecord) fees(o *contract.Offer) {
	amount, known := r.number("maintenance_fee_amount")
	unit, text := r.text("maintenance_fee_unit"), r.text("fee_text")
	changeable := r.tri("maintenance_fee_changeable")
	fee := contract.Fee{Name: "maintenance", Changeable: changeable}
	switch low := strings.ToLower(unit); {
	case known && amount == 0:
		o.FeesStated = true
		if changeable == contract.True { // a zero that may rise
			zero := units.Fraction(0)
			fee.RevenueShare = &zero
			o.Fees = append(o.Fees, fee)
		}
		return
	case known && strings.HasPrefix(low, "%"):
		share := units.Fraction(amount / 100)
		fee.RevenueShare = &share
		if strings.Contains(low, "buyer") || strings.Contains(low, "renter") || strings.Contains(low, "bid") {
			fee.RevenueShare, fee.SpendShare = nil, &share
		}
	case known && perTHDay.MatchString(unit):
		m := perTHDay.FindStringSubmatch(unit)
		if p, err := units.ParsePerHashrateDay(fmt.Sprintf("%v %s/%s/day", strconv.FormatFloat(amount, 'f', -1, 64), m[1], m[2])); err == nil {
			fee.PerHashrateDay = &p
		}
	case known && perKWh.MatchString(unit):
		if p, err := units.ParseEnergyPrice(fmt.Sprintf("%v %s/kWh", strconv.FormatFloat(amount, 'f', -1, 64), perKWh.FindStringSubmatch(unit)[1])); err == nil {
			fee.EnergyPrice = &p
		}
	}
	named := fee.RevenueShare != nil || fee.SpendShare != nil || fee.PerHashrateDay != nil || fee.EnergyPrice != nil
	switch {
	case named || changeable != contract.Unknown:
		o.Fees, o.FeesStated = append(o.Fees, fee), named
	case notNamed.MatchString(text):
		o.Terms.FeesNamed = contract.False
	case text != "":
		o.Terms.FeesNamed = contract.True
	}
}

var (
	inDays  = regexp.MustCompile(`(?i)(\d{1,3}|five|ten|twenty|thirty)\s+(?:\w+\s+)?(?:such |continuous |consecutive |running )?days?`)
	words   = map[string]int{"five": 5, "ten": 10, "twenty": 20, "thirty": 30}
	pauses  = regexp.MustCompile(`(?i)suspen|paus|stopped`)
	reaches = regexp.MustCompile(`(?i)(\d{2,4})\s*%`)
	atWill  = regexp.MustCompile(`(?i)sole discretion|at any time|as (?:it|the \w+) (?:decides|pleases)|at once`)
)

func (r corpusRecord) stops(o *contract.Offer) {
	clause := r.text("termination_clause")
	switch r.tri("unprofitable_stop") {
	case contract.True:
		s := contract.Stop{When: "fees_exceed_revenue", By: "provider"}
		if m := inDays.FindStringSubmatch(clause); m != nil {
			n, err := strconv.Atoi(m[1])
			if err != nil {
				n = words[strings.ToLower(m[1])]
			}
			s.For = units.Days(n)
		}
		o.Stops, o.StopsStated = append(o.Stops, s), true
	case contract.False:
		o.StopsStated = true
	}
	if clause == "" {
		return
	}
	switch m := reaches.FindStringSubmatch(clause); {
	case m != nil:
		n, _ := strconv.ParseFloat(m[1], 64)
		at := units.Fraction(n / 100)
		o.Stops = append(o.Stops, contract.Stop{When: "return_reaches", At: &at, Then: "terminate"})
	case atWill.MatchString(clause):
		o.Stops = append(o.Stops, contract.Stop{When: "provider_decides", By: "provider"})
	case len(o.Stops) == 0:
		s := contract.Stop{When: "other"}
		if pauses.MatchString(clause) {
			s.Then = "pause"
		}
		o.Stops = append(o.Stops, s)
	}
}

func (r corpusRecord) evidence(o *contract.Offer) {
	switch r.tri("proof_datacentre") {
	case contract.True:
		place := r.text("proof_text")
		if place == "" {
			place = "named"
		}
		o.Proof.DataCentres, o.Proof.DataCentresStated = []contract.DataCentre{{Place: place}}, true
	case contract.False:
		o.Proof.DataCentresStated = true
	}
	o.Proof.BuyerChoosesPool = r.tri("buyer_pool_choice")
	o.Proof.PoolPays = r.tri("proof_pool")
	if r.tri("proof_onchain") == contract.True {
		o.Proof.Addresses = []string{"shown"}
	}
	o.Provider.LeadersNamed = r.tri("leadership_known")
	o.Provider.Listed = r.tri("regulated_or_listed")
	if text := r.text("registration"); strings.HasPrefix(strings.ToLower(text), "none") {
		o.Provider.Registered = "no"
	} else if text != "" && !strings.Contains(strings.ToLower(text), "claimed") {
		o.Provider.Registered = text
	}
	o.Resale.Transferable = r.tri("resale_possible")
	o.Terms.RiskDisclosed = r.tri("risk_disclosed")
}
