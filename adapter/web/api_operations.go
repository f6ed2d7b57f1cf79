package web

import (
	"net/http"
	"strings"

	"github.com/assaymining/assay"
	"github.com/assaymining/assay/adapter/web/api"
	"github.com/assaymining/assay/adapter/web/paid"
	"github.com/assaymining/assay/audit/stated"
	"github.com/assaymining/assay/need"
)

// Bodies that operations take and give.
const (
	jsonKind  = "application/json"
	linesKind = "application/x-ndjson"
	yamlKind  = "application/yaml"
)

// exampleOffer is an offer as a person writes it, and exampleLine as a line of many.
const (
	exampleOffer = "schema: assay/offer/v1\nhashrate: 30 TH/s\nterm: 360d\nprice: {upfront: 2026.08 USD}\n" +
		"fees: [{per_hashrate_day: 0.0499 USD/TH/day, paid: separately}]\n"
	exampleOfferLine = `{"schema": "assay/offer/v1", "id": "a", "hashrate": "30 TH/s", "term": "360d", ` +
		`"price": {"upfront": "2026.08 USD"}}` + "\n"
)

// exampleWords are what a seller writes.
const exampleWords = "30 TH/s for 12 months, price $412, electricity $0.05 per TH and day, deducted.\n"

// exampleDocument is the offer as a value.
func exampleDocument() any {
	return map[string]any{"schema": "assay/offer/v1", "hashrate": "30 TH/s", "term": "360d",
		"price": map[string]any{"upfront": "2026.08 USD"}}
}

// operations are what programs can ask for, in the order of the page that tells of them.
func (s *Server) operations() []api.Operation {
	link := api.Parameter{Name: "o", Says: "the offer of a link to a page, instead of a body"}
	from := api.Parameter{Name: "from", Says: "first day", Example: "2021-09-12"}
	all := api.Parameter{Name: allHistory, Example: "true",
		Says: "\"true\": the price of each purchase moves with the hashprice of its day"}
	documents := []api.Content{{Kind: yamlKind, Example: exampleOffer},
		{Kind: jsonKind, Schema: "offer", Example: exampleDocument()}}
	return append([]api.Operation{
		{ID: "evaluate", Method: http.MethodPost, Path: "/api/v1/evaluate", Summary: "Judge an offer",
			Says: "The body is an offer document, YAML or JSON. The answer is the verdict that " +
				"`assay evaluate` prints as JSON.",
			Parameters: append(settingParameters(), link), Takes: documents, MayBeEmpty: true,
			Gives: api.Content{Kind: jsonKind, Schema: "verdict"}, Do: s.worked(s.apiEvaluate)},
		{ID: "compare", Method: http.MethodPost, Path: "/api/v1/compare",
			Summary: "Rank offers and what else the money could do",
			Says: "Each line of the body is an offer document as JSON; an `id` beside its keys is its name. " +
				"At most 8, judged on one day: `as-of`, else the latest on which one was seen. The answer is " +
				"what `assay compare` prints as JSON.",
			Parameters: settingParameters(), Gives: api.Content{Kind: jsonKind, Schema: "comparison"},
			Takes: []api.Content{{Kind: linesKind, Schema: "offer", Lines: true, Example: exampleDocument()}},
			Do:    s.worked(s.apiCompare)},
		{ID: "flags", Method: http.MethodPost, Path: "/api/v1/flags", Summary: "Look for red flags alone",
			Says: "The body is an offer document. The answer is what `assay flags` prints as JSON.",
			Parameters: []api.Parameter{{Name: string(need.AsOf), Says: "Day it is judged on",
				Example: "2026-05-01"}, link}, Takes: documents, MayBeEmpty: true,
			Gives: api.Content{Kind: jsonKind, Schema: "flags"}, Do: s.worked(s.apiFlags)},
		{ID: "read", Method: http.MethodPost, Path: "/api/v1/read",
			Summary: "Make offers of what a seller wrote",
			Says: "The body is text, a page (HTML), a PDF or a picture, at most 8 MiB. The answer is what " +
				"`assay read` prints as JSON: offers with the words behind each key, what is contradicted, " +
				"not found and not understood.",
			Takes: []api.Content{{Kind: "text/plain", Example: exampleWords}, {Kind: "text/html"},
				{Kind: "application/pdf", Binary: true}, {Kind: "image/png", Binary: true},
				{Kind: "image/jpeg", Binary: true}},
			Gives: api.Content{Kind: jsonKind, Schema: "reading"}, Do: s.apiRead},
		{ID: "replay", Method: http.MethodPost, Path: "/api/v1/replay",
			Summary: "What it would have paid, bought on past days",
			Says: "The answer is what `assay replay` prints as JSON: one object per line, for the day " +
				"`from` or for every past day.",
			Parameters: append(settingParameters(), link, from, all), Takes: documents, MayBeEmpty: true,
			Gives: api.Content{Kind: linesKind, Schema: "replay", Or: "withheld", Lines: true},
			Do:    s.worked(s.apiReplay)},
		{ID: "screen", Method: http.MethodPost, Path: "/api/v1/screen", Summary: "Judge many offers",
			Says: screenSays, Parameters: append(settingParameters(), screenParameters()...),
			Takes: []api.Content{{Kind: linesKind, Schema: "offer", Lines: true, Example: exampleDocument()}},
			Gives: api.Content{Kind: linesKind, Schema: "screened", Or: "read", Lines: true},
			Do:    s.apiScreen},
	}, s.factOperations()...)
}

// factOperations are those that judge no offer.
func (s *Server) factOperations() []api.Operation {
	name := api.Parameter{Name: "name", Says: "its name"}
	days := []api.Parameter{{Name: "from", Says: "first day", Example: "2026-09-01"},
		{Name: "to", Says: "last day", Example: "2026-09-30"}}
	audited := api.Operation{Path: "/api/v1/audit", Summary: "Was it paid as owed?",
		Says: "From `hashrate`, `from`, `to`, `received`, `fee` and `scheme`, or with a " +
			"statement of payouts as the body. The answer is what `assay audit` prints as JSON.",
		Parameters: auditParameters(), Gives: api.Content{Kind: jsonKind, Schema: "audit"},
		Do: s.worked(s.apiAudit)}
	sent, summed := audited, audited
	sent.ID, sent.Method = "audit", http.MethodPost
	sent.Takes = []api.Content{{Kind: "text/csv",
		Example: "date,amount,unit,kind,hashrate,hashrate_unit,note\n2026-03-01,1200,sat,payout,30,TH/s,\n"},
		{Kind: jsonKind}}
	summed.ID, summed.Method = "audit-sum", http.MethodGet
	return []api.Operation{
		sent, summed,
		{ID: "forecast", Method: http.MethodGet, Path: "/api/v1/forecast",
			Summary: "Quantiles of difficulty, hashprice and dilution ahead",
			Says:    "The answer is what `assay forecast` prints as JSON.", Parameters: forecastParameters(),
			Gives: api.Content{Kind: jsonKind, Schema: "forecast"}, Do: s.worked(s.apiForecast)},
		{ID: "schema", Method: http.MethodGet, Path: "/api/v1/schema/{name}",
			Summary: "JSON Schema of a document", Says: "Names: " + strings.Join(s.schemaNames(), ", ") + ".",
			Parameters: []api.Parameter{name}, Gives: api.Content{Kind: "application/schema+json",
				Schema: "any"}, Do: s.apiSchema},
		{ID: "examples", Method: http.MethodGet, Path: "/api/v1/examples",
			Summary: "Real offers to start from", Gives: api.Content{Kind: jsonKind, Schema: "examples"},
			Do: s.apiExamples},
		{ID: "example", Method: http.MethodGet, Path: "/api/v1/examples/{name}",
			Summary: "One real offer, as YAML", Parameters: []api.Parameter{name},
			Gives: api.Content{Kind: yamlKind, Example: exampleOffer}, Do: s.apiExample},
		{ID: "market", Method: http.MethodGet, Path: "/api/v1/market", Summary: "Daily facts of the market",
			Says: "From `from` to `to`: difficulty, price, fees, hashprice.", Parameters: days,
			Gives: api.Content{Kind: jsonKind, Schema: "market"}, Do: s.worked(s.apiMarket)},
	}
}

// settingParameters are the settings of a judgement.
func settingParameters() []api.Parameter {
	var all []api.Parameter
	for _, o := range offered() {
		all = append(all, api.Parameter{Name: string(o.Name), Says: o.Label, Example: o.Hint})
	}
	return all
}

// forecastParameters are those of a forecast.
func forecastParameters() []api.Parameter {
	var all []api.Parameter
	for _, name := range forecastSettings() {
		one := api.Parameter{Name: string(name), Says: "Days ahead", Example: "365d"}
		if s, ok := assay.SettingOf(need.Setting(name)); ok {
			one.Says, one.Example = s.Label, s.Hint
		}
		all = append(all, one)
	}
	return all
}

// auditParameters are the fields of the page.
func auditParameters() []api.Parameter {
	counts := strings.ReplaceAll(stated.CountsHeader, ",", ", ") // which a phone can break
	all := []api.Parameter{{Name: "counts", Says: "Counts of shares or blocks: lines of " + counts +
		", of the tests delivered, luck and machine"}}
	for _, f := range paid.Fields() {
		all = append(all, api.Parameter{Name: f.Path, Says: f.Label, Example: f.Hint})
	}
	return all
}
