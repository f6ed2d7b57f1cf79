package corpus

import (
	"bytes"
	"encoding/json"
	"fmt"
	"strconv"
	"strings"

	"github.com/assaymining/assay/internal/pattern"
	"github.com/assaymining/assay/offer"
	"github.com/assaymining/assay/units"
)

// record is an offer in the form in which labelled offers are collected: flat fields, null
// where not known, free text beside figures. Fields that are not listed are ignored; a figure may
// stand as a number or as text.
type record struct {
	ID            recordID            `json:"id"`
	Provider      string              `json:"provider"`
	Product       string              `json:"product"`
	Label         string              `json:"label"`
	ProviderGroup string              `json:"provider_group"`
	Period        struct{ Start any } `json:"period"`
	Offer         map[string]any      `json:"offer"`
	Sources       map[string]any      `json:"sources"`
}

// recordID is text, or a number as it is written.
type recordID string

// UnmarshalJSON reads either.
func (id *recordID) UnmarshalJSON(b []byte) error {
	var n json.Number
	if b[0] != '"' && json.Unmarshal(b, &n) == nil {
		*id = recordID(n)
		return nil
	}
	return json.Unmarshal(b, (*string)(id))
}

// repeatedKey is a key that stands twice in the same object of a JSON value, of which a decoder would keep
// the last without a word; "" where there is none.
func repeatedKey(value []byte) string {
	if !json.Valid(value) { // nested too deep, too: who decodes it says what is wrong
		return ""
	}
	d := json.NewDecoder(bytes.NewReader(value))
	var repeated string
	var walk func() error
	walk = func() error {
		open, err := d.Token()
		if err != nil || open != json.Delim('{') && open != json.Delim('[') {
			return err
		}
		seen := map[string]bool{}
		for d.More() {
			if open == json.Delim('{') {
				token, err := d.Token()
				if err != nil {
					return err
				}
				key, _ := token.(string)
				if seen[key] && repeated == "" {
					repeated = key
				}
				seen[key] = true
			}
			if err := walk(); err != nil {
				return err
			}
		}
		_, err = d.Token()
		return err
	}
	if walk() != nil {
		return ""
	}
	return repeated
}

// read reads one line, strictly as JSON; fields it does not know are ignored.
func read(line []byte) (record, error) {
	var r record
	if key := repeatedKey(line); key != "" {
		return r, fmt.Errorf("%q is written twice; keep one of them", key)
	}
	if err := json.Unmarshal(line, &r); err != nil {
		return r, fmt.Errorf("not a record: %w", err)
	}
	if r.Offer == nil {
		return r, fmt.Errorf(
			`a record without "offer"; write {"id": ..., "offer": {...}}; offer documents as they are need no format`,
		)
	}
	return r, nil
}

// text is a field as text, "" where null.
func (r record) text(key string) string {
	switch v := r.Offer[key].(type) {
	case string:
		return strings.TrimSpace(v)
	case float64:
		return strconv.FormatFloat(v, 'f', -1, 64)
	}
	return ""
}

// number is a field as a number; false where null or no single finite number ("300-10000").
func (r record) number(key string) (float64, bool) {
	switch v := r.Offer[key].(type) {
	case float64:
		return v, v >= 0 && v <= mostNumber
	case string:
		n, err := strconv.ParseFloat(strings.ReplaceAll(strings.TrimSpace(v), ",", ""), 64)
		return n, err == nil && n >= 0 && n <= mostNumber
	}
	return 0, false
}

// mostNumber is far above any price, rate or hashrate that was ever offered, and far below where
// arithmetic overflows; more is taken as not known.
const mostNumber = 1e12

// tri is a field that is true, false or not known.
func (r record) tri(key string) offer.Tri {
	switch v := r.Offer[key].(type) {
	case bool:
		if v {
			return offer.True
		}
		return offer.False
	case string:
		switch strings.ToLower(strings.TrimSpace(v)) {
		case "true", "yes":
			return offer.True
		case "false", "no":
			return offer.False
		}
	}
	return offer.Unknown
}

// Document is the record as an offer document: each field by its meaning, null as unknown. What was
// filled in by a reader ("no data centre found") becomes the document's "looked for and not found".
func (r record) Document() offer.Offer {
	o := offer.Offer{Provider: offer.Provider{Name: r.Provider}, Product: r.Product}
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
	r.notes(&o)
	return o
}

// startDay is the first day of "2014-08" or "2014-08-01", and the last of "2014": within a year hashrate has
// become many times cheaper, and what was fair at its end is not to be called too cheap by its first day.
func startDay(v any) (units.Date, bool) {
	s, ok := v.(string)
	if !ok || len(s) < 4 {
		return 0, false
	}
	rest := "-01-01"
	if len(s) == 4 {
		rest = "-12-31"
	}
	d, err := units.ParseDate((s + rest)[:10])
	return d, err == nil && (len(s) == 4 || len(s) == 7 || len(s) == 10)
}

// maxTermDays is a century: what is longer has no end that matters.
const maxTermDays = 36525

func (r record) amounts(o *offer.Offer) {
	if n, ok := r.number("hashrate"); ok && n > 0 && (o.Algorithm == "sha256" || o.Algorithm == "") {
		if h, err := units.ParseHashrate(fmt.Sprintf("%v %s", strconv.FormatFloat(n, 'f', -1, 64),
			r.text("hashrate_unit"))); err == nil {
			o.Hashrate = h
		}
	}
	if n, ok := r.number("term_days"); ok && n >= 1 && n <= maxTermDays {
		o.Term.Days = units.Days(n)
	} else if openEnded.MatchString(r.text("term_text")) {
		o.Term.Open = true
	}
	if n, ok := r.number("price"); ok && n > 0 {
		if m, err := units.ParseMoney(strconv.FormatFloat(n, 'f', -1, 64) + " " +
			r.text("price_currency")); err == nil {
			o.Price.Upfront = &m
		}
	}
}

var openEnded = pattern.Of(
	`(?i)open[- ]?ended|perpetual|lifetime|indefinite|forever|until (?:un|not )profitable|until redemption|cancell?able`,
)

func (r record) payout(o *offer.Offer) {
	p := &o.Payout
	switch b := strings.ToLower(r.text("payout_basis")); {
	case strings.Contains(b, "fixed"), strings.Contains(b, "promised"):
		p.Basis = offer.Fixed
	case strings.Contains(b, "token"), strings.Contains(b, "discretion"):
		p.Basis = offer.SellerToken
	case strings.Contains(b, "variable"), strings.Contains(b, "formula"), strings.Contains(b, "pool"):
		p.Basis = offer.PoolRevenue
	}
	p.Guaranteed = r.tri("guaranteed_claim")
	if c := r.text("payout_currency"); c != "" {
		p.Currency = symbol(c)
		if issued.MatchString(c) {
			p.OwnToken = offer.True
		}
	}
	if m, err := units.ParseMoney(r.text("min_withdrawal")); err == nil {
		p.Minimum = &m
	}
	r.promise(o)
	r.referral(o)
}

// issued finds that the payout currency is the seller's own, or was switched to one.
var issued = pattern.Of(
	`(?i)\bown (?:coin|token)|own tokens|in-house|seller'?s? (?:coin|token)|native token|later \w+ token|switched to`,
)

// symbol is the first word of a currency in upper case.
func symbol(c string) string {
	word := strings.FieldsFunc(c, func(r rune) bool { return r == ' ' || r == ',' || r == '(' || r == ';' })
	if len(word) == 0 {
		return ""
	}
	return strings.ToUpper(word[0])
}

// promise maps the promised return: a rate where a time is named, else the return in all.
func (r record) promise(o *offer.Offer) {
	if n, ok := r.number("promised_return_pct"); ok && n > 0 {
		rate, inAll := perTime(n/100, r.text("promised_return_per"))
		switch {
		case rate != nil && o.Payout.Basis == offer.Fixed:
			o.Payout.FixedReturn = rate
		case rate != nil:
			o.Claims = append(o.Claims, offer.Claim{Return: rate})
		default:
			o.Claims = append(o.Claims, offer.Claim{TotalReturn: inAll})
		}
	}
	if text := r.text("promised_return_text"); text != "" {
		o.Claims = append(o.Claims, offer.Claim{Says: text})
	}
}

var (
	spanOf = pattern.Of(
		`^(?:per |an? |every |each |in |after |over )?(\d{1,5}(?:\.\d+)?)?[ -]*(hour|day|week|month|quarter|year|annum)s?$`,
	)
	adverbs = map[string]string{"hourly": "hour", "daily": "day", "weekly": "week", "monthly": "month",
		"quarterly": "quarter", "yearly": "year", "annual": "year", "annually": "year", "p.a.": "year"}
	unitDays = map[string]float64{"hour": 1.0 / 24, "quarter": 91.3125, "annum": 365.25}
)

// perTime is a return per day, week, month or year, or over "40 days"; nil for "total" and what is
// not understood, which is then the return in all.
func perTime(share float64, per string) (*units.FractionPer, *units.Fraction) {
	per = strings.ToLower(strings.TrimSpace(per))
	if word, ok := adverbs[per]; ok {
		per = word
	}
	m := spanOf.FindStringSubmatch(per)
	if m == nil {
		f := units.Fraction(share)
		return nil, &f
	}
	n := 1.0
	if v, err := strconv.ParseFloat(m[1], 64); err == nil && v > 0 {
		n = v
	}
	if days, ok := unitDays[m[2]]; ok {
		return &units.FractionPer{Value: share / (n * days), Unit: "day"}, nil
	}
	return &units.FractionPer{Value: share / n, Unit: m[2]}, nil
}

var (
	manyLevels = pattern.Of(
		`(?i)multi[- ]?level|\bmlm\b|\bgrades?\b|\bbinary\b|pyramid|matrix|generations?|downline|(?:[2-9]|\d\d|two|three|four|five|six|seven|eight|nine|ten)[- ](?:levels?|tiers?|generations?)`,
	)
	noLevels = pattern.Of(`(?i)(?:not?|no|without|single)[- ](?:a )?(?:multi|mlm|level)`)
)

func (r record) referral(o *offer.Offer) {
	f := &o.Referral
	switch r.tri("referral_present") {
	case offer.True:
		f.Stated, f.Levels = true, 1
	case offer.False:
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
