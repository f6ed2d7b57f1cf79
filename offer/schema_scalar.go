package offer

import (
	"errors"
	"fmt"
	"slices"
	"strconv"
	"strings"

	"github.com/assaymining/assay/offer/slips"
	"github.com/assaymining/assay/units"
)

// Patterns of the JSON Schema. They say what the parsers of units take, as far as an expression can.
const (
	numberPattern = "([0-9][0-9_,]*(['’ \u00a0\u202f][0-9]{3})*" + `(\.[0-9]+)?([eE][+-]?[0-9]+)?` +
		`(\s?[½¼¾]|\s[13]/[24])?([.,]\s?[-–—]{1,2})?` + // 1½, 1,150.-
		`(\s?([kKM]|[tT]housand|[gG]rand|[mM]illions?|mn|[mM]io\.?|mln|[bB]illions?|bn))?` +
		`( and an? half)?|[½¼¾]|[13]/[24]|[hH]alf( an?)?|[a-zA-Z]{1,9}(-[a-z]+)?( and an? half)?)`
	moneyPattern = `[^0-9\s.,+-]{0,4}\s*` + numberPattern + `\s*[^0-9/]{0,12}`
	perPattern   = `(\s*/\s*|\s+([pP]er|an?|each|every|pro|par|por|al|je|im)\s+)`
	hashPattern  = `([zZeEpPtTgGmMkK]?([eE]xa|[pP]eta|[tT]era|[gG]iga|[mM]ega)?[hH]` +
		`([aA][sS][hH](es)?)?|[tTpPeEgG])((/?|\s[pP]er\s)[sS]|[pP][sS]|(/|\s[pP]er\s)[sS]ec(ond)?)?`
	manyHashes  = `([0-9][0-9_,.]*\s*)?` + hashPattern
	timePattern = `([dD](ays?)?|[hH](ours?|rs?)?|[wW](eeks?|ks?)?|[fF]ortnights?|` +
		`[mM]o(nths?|s)?|[mM]ths?|[yY](ears?|rs?)?|[tT]age?n?|[wW]ochen?|[mM]onat(en?)?|[jJ]ahre?n?|` +
		`jours?|semanas?|semaines?|mois|ans?|d[ií]as?|mes(es)?|años?|giorn[oi]|mes[ei]|ann[oi]|` +
		`[qQ]uarters?|[qQ]uartale?|trimestres?|день|дня|дней|месяц(а|ев)?|год(а)?|лет|天)\.?`
	daysPattern = numberPattern + `[\s-]*` + timePattern + `( and a half)?` +
		`(\s*([+,&]|and|und)?\s*([0-9]+|an?)\s*` + timePattern + `)?`
	shareUnit     = `(%|‰|[pP]er\s?[cC]ents?|[pP]er\s?[mM]ille|[pP]ct|[pP]rozent|[bB][pP][sS]?)`
	adverbPattern = `\s*([dD]aily|[wW]eekly|[mM]onthly|[yY]early|[aA]nnually|p\.?\s?[adm]\.?|` +
		`[qQ]uarterly|[hH]alf-?yearly|[sS]emi-?annually|[fF]ortnightly|AP[RY]|` +
		`per annum|per diem|täglich|wöchentlich|monatlich|jährlich)`
	timesPattern = `([xX]\s?[0-9][0-9.,]*|` + numberPattern + `\s?([xX×]|times|-?fold)|[dD]oubled?|` +
		`[tT]ripled?|[tT]wice)`
)

// quantity is a scalarKind of a number with a unit.
func quantity[V fmt.Stringer](want, example, pattern string, parse func(string) (V, error)) *scalarKind[V] {
	return &scalarKind[V]{want: want, example: example, schemaType: "string",
		pattern: `^\s*` + pattern + `\s*$|^[uU]nknown$|^$`,
		number:  true, parse: parse, text: func(v V) string { return v.String() }}
}

// inThousands marks a kind whose thousands some write with a dot.
func (s *scalarKind[V]) inThousands() *scalarKind[V] {
	s.thousands = true
	return s
}

// limited refuses values above a bound: they are slips of the pen, and no arithmetic need carry them.
func limited[V any](parse func(string) (V, error), size func(V) float64, most float64,
	what string) func(string) (V, error) {
	return func(s string) (V, error) {
		v, err := parse(s)
		if err == nil && !(size(v) <= most) {
			return v, &boundError{what: "is absurd: more than " + what, fix: "check the number and its unit"}
		}
		return v, err
	}
}

func positive[V any](parse func(string) (V, error), size func(V) float64, fix string) func(string) (V,
	error) {
	return func(s string) (V, error) {
		v, err := parse(s)
		if err == nil && !(size(v) > 0) {
			return v, &boundError{what: "is zero", fix: fix}
		}
		return v, err
	}
}

func dayCount(d units.Days) float64   { return float64(d) }
func hashes(h units.Hashrate) float64 { return float64(h) }

// The quantities. The upper bounds are about a hundred times what the market has seen.
var (
	hashrateKind = quantity(
		"a hashrate",
		"30 TH/s",
		numberPattern+`\s*`+hashPattern,
		positive(
			limited(units.ParseHashrate, hashes, 1e23, "100 ZH/s, a hundred times the network of 2026"),
			hashes,
			`leave it out if it is unknown`,
		),
	).inThousands()
	daysKind     = quantity("a number of days", "30d", daysPattern, units.ParseDays)
	someDaysKind = quantity("a number of days", "21d", daysPattern,
		positive(units.ParseDays, dayCount, "leave it out if it is unknown"))
	moneyKind = quantity("an amount of money", "2026.08 USD", moneyPattern,
		limited(units.ParseMoney, func(m units.Money) float64 {
			if m.Currency == units.BTC {
				return m.Float() / 21 // so that one bound serves: 21 million bitcoin, 1e12 of any other
			}
			return m.Float() / 1e6
		}, 1e6, "21 million BTC, or 1e12 of another currency")).inThousands()
	// for small charges; with machines without number they stay below what a contract may cost
	chargeKind = quantity("an amount of money", "50 USD", moneyPattern,
		limited(units.ParseMoney, func(m units.Money) float64 {
			if m.Currency == units.BTC {
				return m.Float() * 1e5
			}
			return m.Float()
		}, 1e9, "10,000 BTC, or 1e9 of another currency")).inThousands()
	perHashrateKind = quantity(
		"a price per hashrate",
		"67.536 USD/TH",
		moneyPattern+perPattern+manyHashes,
		limited(
			units.ParsePerHashrate,
			func(p units.PerHashrate) float64 { return p.Value },
			1e9,
			"1e9 per TH/s",
		),
	)
	perDayKind     = perDay("0.0499 USD/TH/day")
	bidKind        = perDay("0.0000005 BTC/TH/day") // near what a TH/s earned in 2026; dollars do as well
	efficiencyKind = quantity(
		"an efficiency",
		"15 J/TH",
		numberPattern+`\s*[kK]?([jJ](oules?)?|[wW](atts?)?)`+perPattern+`\(?`+hashPattern+`\)?`,
		positive(
			limited(
				units.ParseEfficiency,
				func(e units.Efficiency) float64 { return float64(e) },
				1e9,
				"1e9 J/TH",
			),
			func(e units.Efficiency) float64 { return float64(e) },
			"leave it out if it is unknown",
		),
	)
	energyKind = quantity(
		"an energy price",
		"0.05 USD/kWh",
		moneyPattern+perPattern+`([kKmM]?[wW][hH])`,
		limited(
			units.ParseEnergyPrice,
			func(p units.EnergyPrice) float64 { return p.Value },
			1e6,
			"1e6 per kWh",
		),
	)
	rateKind = quantity(
		"a percentage per time",
		"3 %/year",
		numberPattern+`\s*`+shareUnit+`(`+perPattern+`([0-9]+\s*)?`+timePattern+`|`+adverbPattern+`)`,
		limited(units.ParseFractionPer, func(f units.FractionPer) float64 { return f.Value }, 1e6, "1e8 %"),
	)
	shareKind = quantity("a percentage", "2%", numberPattern+`\s*`+shareUnit,
		limited(units.ParseFraction, func(f units.Fraction) float64 { return float64(f) }, 1, "100 %"))
	multipleKind = quantity(
		"a percentage or a multiple",
		"200%",
		`(`+numberPattern+`\s*`+shareUnit+`|`+timesPattern+`)`,
		limited(
			units.ParseMultiple,
			func(f units.Fraction) float64 { return float64(f) },
			1e4,
			"1,000,000 %",
		),
	)
	dateKind    = day("2021-09-12", must("2009-01-03"), "the first block")
	historyKind = day("2014-12-01", must("1900-01-01"), "")
)

func perDay(example string) *scalarKind[units.PerHashrateDay] {
	return quantity(
		"a price per hashrate and day",
		example,
		moneyPattern+perPattern+manyHashes+`(`+perPattern+timePattern+`|`+adverbPattern+`)`,
		limited(
			units.ParsePerHashrateDay,
			func(p units.PerHashrateDay) float64 { return p.Value },
			1e7,
			"1e7 per TH/s and day",
		),
	)
}

func must(s string) units.Date {
	d, err := units.ParseDate(s)
	if err != nil {
		panic("offer: " + err.Error())
	}
	return d
}

// day is a date from the given one to the end of 2100.
func day(example string, from units.Date, why string) *scalarKind[units.Date] {
	last := must("2100-12-31")
	what := fmt.Sprintf("lies outside %v (%s) to %v", from, why, last)
	if why == "" {
		what = fmt.Sprintf("lies outside %v to %v", from, last)
	}
	k := quantity(
		"a date",
		example,
		`([0-9]{4}[-/.][0-9]{1,2}[-/.][0-9]{1,2}|[0-9]{8}|[0-9]{1,2}[-/.][0-9]{1,2}[-/.][0-9]{4}|`+
			`[0-9]{4}[ -]+[A-Za-z]{3,9}[ .-]+[0-9]{1,2}|[0-9]{1,2}[A-Za-z., -]{3,19}('?[0-9]{2}){1,2}|`+
			`[A-Za-z]{3,9}[.]? +[0-9]{1,2}[a-z, ]{1,5}('[0-9]{2}|[0-9]{4}))`,
		func(s string) (units.Date, error) {
			d, err := units.ParseDate(s)
			if err == nil && (d < from || d > last) {
				return 0, &boundError{what: what, fix: "check the year"}
			}
			return d, err
		},
	)
	k.number = false
	return k
}

// termKind is days, or open.
var termKind = &scalarKind[Term]{
	want:       "a term",
	example:    "360d",
	advice:     `write "term: 360d" or "term: open"`,
	schemaType: "string",
	pattern:    `^\s*` + daysPattern + `\s*$|^open$|^[uU]nknown$|^$`,
	number:     true,
	parse: func(s string) (Term, error) {
		switch strings.ToLower(s) {
		case "open":
			return Term{Open: true}, nil
		case "lifetime", "perpetual", "indefinite", "unlimited", "forever":
			return Term{}, &boundError{"is the seller's word",
				`a contract that runs until someone ends it is "term: open"`}
		}
		d, err := someDaysKind.parse(s)
		var u *units.Error
		if errors.As(err, &u) {
			err = &boundError{"is not a term", u.Hint + `, or "open"`}
		}
		return Term{Days: d}, err
	},
	text: func(t Term) string {
		if t.Open {
			return "open"
		}
		return t.Days.String()
	},
}

// triKind is true, false or unknown.
var triKind = &scalarKind[Tri]{want: "true, false or unknown", example: "true",
	advice:     `write true, false or unknown`,
	schemaType: "boolean", enum: []string{"unknown"},
	parse: func(s string) (Tri, error) {
		switch s {
		case "true":
			return True, nil
		case "false":
			return False, nil
		case "unknown":
			return Unknown, nil
		}
		e := &boundError{what: "is not true, false or unknown"}
		switch strings.ToLower(s) {
		case "yes", "y", "on", "true":
			e.fix = "write true"
		case "no", "n", "off", "false":
			e.fix = "write false"
		}
		return Unknown, e
	},
	text: func(t Tri) string { return strconv.FormatBool(t == True) }}

// returnedKind is triKind for a price that comes back: of all of it or none of it a percentage says the same,
// and a part is part of what is received in all.
var returnedKind = func() *scalarKind[Tri] {
	k := *triKind
	k.parse = func(s string) (Tri, error) {
		if share, err := units.ParseFraction(s); err != nil {
			return triKind.parse(s)
		} else if whole, ok := map[units.Fraction]Tri{0: False, 1: True}[share]; ok {
			return whole, nil
		}
		return Unknown, &boundError{"is a part of the price, not true, false or unknown",
			`write unknown here, and all that is received, that part with it, as a claim: ` +
				`"claims: [{total_return: 86%}]"`}
	}
	return &k
}()

var (
	countKind    = count(7, 100)
	machinesKind = count(4, 100_000)
)

// count is a small whole number, the one kind that has no unit.
func count(example, most int) *scalarKind[int] {
	want := fmt.Sprintf("a whole number (0 to %d)", most)
	return &scalarKind[int]{want: want, example: strconv.Itoa(example), schemaType: "integer", most: most,
		parse: func(s string) (int, error) {
			n, err := strconv.Atoi(s)
			if err != nil || n < 0 || n > most || strconv.Itoa(n) != s {
				return 0, &boundError{"is not " + want, ""}
			}
			return n, nil
		},
		text: strconv.Itoa}
}

// oneOf is a word of a closed list. A word of the list "unknown" is kept as such.
func oneOf[V ~string](want string, words ...V) *scalarKind[V] {
	list := make([]string, len(words))
	for i, w := range words {
		list[i] = string(w)
	}
	all := strings.Join(list, ", ")
	return &scalarKind[V]{want: want, example: list[0], advice: "write one of " + all, schemaType: "string",
		enum: list,
		parse: func(s string) (V, error) {
			if slices.Contains(list, s) {
				return V(s), nil
			}
			e := &boundError{what: "is not " + want}
			if near := slips.Nearest(s, list); near != "" {
				e.fix = fmt.Sprintf("did you mean %q? (one of %s)", near, all)
			}
			return "", e
		},
		text: func(v V) string { return string(v) }}
}

// prose is text of at most the given length in bytes. The word unknown, alone, says nothing.
func prose(want, example string, most int) *scalarKind[string] {
	return &scalarKind[string]{want: want, example: example, advice: "write it in \"double quotes\"",
		schemaType: "string",
		parse: func(s string) (string, error) {
			if len(s) > most {
				return "", &boundError{fmt.Sprintf("has %d bytes, more than %d", len(s), most),
					"shorten it, or quote it under terms: text"}
			}
			if strings.EqualFold(s, "unknown") {
				return "", nil
			}
			return s, nil
		},
		text: func(s string) string { return s }}
}

// named is a short text with its own example.
func named(example string) *scalarKind[string] {
	k := prose("a name", example, 300)
	read := k.parse
	k.parse = func(s string) (string, error) {
		if strings.ContainsAny(s, "\n\t") {
			return "", &boundError{"has several lines or tabs", "write a name on one line"}
		}
		return read(s)
	}
	return k
}

var (
	textKind  = prose("text", `"..."`, maxText)
	termsKind = prose("text", `"..."`, MaxBytes)
)

// linkKind is an address of the web. Other schemes are refused: pages and reports link to it.
var linkKind = &scalarKind[string]{want: "a web address", example: "https://www.example.com/plan",
	advice: `write "https://..."`, schemaType: "string", pattern: `^https?://[^\s]+$|^[uU]nknown$|^$`,
	parse: func(s string) (string, error) {
		rest, ok := strings.CutPrefix(s, "https://")
		if !ok {
			rest, ok = strings.CutPrefix(s, "http://")
		}
		if !ok || rest == "" || len(s) > 2048 || strings.ContainsAny(s, " \t\n\"<>`\\") {
			return "", &boundError{what: "is not a web address"}
		}
		return s, nil
	},
	text: func(s string) string { return s }}

// accountKind is an address of the web, or "no" where the seller refuses one.
var accountKind = &scalarKind[string]{want: `a web address or "no"`,
	example: "https://pool.example.com/watch/abc",
	advice:  `write "https://...", or "no" where it is refused`, schemaType: "string",
	pattern: `^https?://[^\s]+$|^no$|^[uU]nknown$|^$`,
	parse: func(s string) (string, error) {
		if s == "no" {
			return s, nil
		}
		return linkKind.parse(s)
	},
	text: func(s string) string { return s }}

// symbolKind is the code of a currency or the symbol of a seller's token.
var symbolKind = &scalarKind[string]{want: "a currency", example: "BTC",
	advice:     `write "BTC", "USD" or the token's symbol`,
	schemaType: "string", pattern: `^[A-Za-z][A-Za-z0-9]{1,15}$|^$`,
	parse: func(s string) (string, error) {
		for i, c := range s {
			if !(c >= 'A' && c <= 'Z' || c >= 'a' && c <= 'z' || i > 0 && c >= '0' && c <= '9') {
				return "", &boundError{what: "is not a currency"}
			}
		}
		if len(s) < 2 || len(s) > 16 {
			return "", &boundError{what: "is not a currency"}
		}
		if strings.EqualFold(s, "unknown") {
			return "", nil
		}
		return strings.ToUpper(s), nil
	},
	text: func(s string) string { return s }}

// algorithmKind is the proof of work, lower case without hyphens. Only sha256 can be valued.
var algorithmKind = &scalarKind[string]{want: "an algorithm", example: "sha256", schemaType: "string",
	pattern: `^[A-Za-z0-9 _/-]{1,40}$|^$`,
	parse: func(s string) (string, error) {
		if len(s) > 40 {
			return "", &boundError{what: "is not an algorithm"}
		}
		for _, c := range s {
			if !(c >= 'A' && c <= 'Z' || c >= 'a' && c <= 'z' || c >= '0' && c <= '9' ||
				strings.ContainsRune(" _/-", c)) {
				return "", &boundError{what: "is not an algorithm"}
			}
		}
		s = strings.ToLower(s)
		switch strings.NewReplacer("-", "", "_", "", " ", "").Replace(s) {
		case "sha256", "sha256d", "doublesha256", "bitcoin":
			return "sha256", nil
		case "unknown":
			return "", nil
		}
		return s, nil
	},
	text: func(s string) string { return s }}
