package paid

import (
	"bytes"
	"fmt"
	"net/url"
	"strconv"
	"strings"

	"github.com/assaymining/assay"
	"github.com/assaymining/assay/adapter/web/form"
	"github.com/assaymining/assay/audit"
	"github.com/assaymining/assay/report/page"
	"github.com/assaymining/assay/report/payouts"
)

// Fields are the boxes of the form, which are the parameters of the API.
func Fields() []form.Field {
	return []form.Field{
		{Path: "hashrate", Label: "Hashrate", Hint: "30 TH/s", Unit: "TH/s"},
		{Path: "from", Label: "First day paid for", Hint: "2026-03-01", Day: true},
		{Path: "to", Label: "Last day paid for", Hint: "2026-03-31", Day: true},
		{Path: "received", Label: "Received", Hint: "0.0004 BTC, or 40000 sat", Unit: "BTC"},
		{Path: "fee", Label: "Fee of the pool or seller", Hint: "2%", Unit: "%"},
		{Path: "scheme", Label: "How it pays", Choices: []form.Choice{
			{Value: "fpps", Label: "FPPS: every share, with transaction fees"},
			{Value: "pps", Label: "PPS: every share, without them"},
			{Value: "pps+", Label: "PPS+"}, {Value: "pplns", Label: "PPLNS: by blocks found"},
			{Value: "tides", Label: "TIDES"}, {Value: "solo", Label: "solo"}}},
		{Path: "uptime", Label: "Share of the time that it ran", Hint: "100%", Unit: "%"},
		{Path: "minimum", Label: "Least amount that is paid out", Hint: "0.001 BTC", Unit: "BTC"},
		{Path: "zone", Label: "Zone of times that are written without one", Hint: "Europe/Berlin"},
	}
}

// Filled are the values of fields, a bare number with the unit that its label names. Bitcoin has a point: a
// whole number may be of satoshi.
func Filled(fields []form.Field) url.Values {
	ask := url.Values{}
	for _, f := range fields {
		text := strings.TrimSpace(f.Value)
		_, err := strconv.ParseFloat(text, 64)
		if err == nil && f.Unit != "" && (f.Unit != "BTC" || strings.Contains(text, ".")) {
			text += " " + f.Unit
		}
		ask.Set(f.Path, text)
	}
	return ask
}

// Files are those that an answer can be kept as. Of one sum there are no days for a table.
var Files = [...]string{"owed.csv", "audit.json", "report.html"}

// File is an answer as one of Files, and its media type.
func File(name string, r *audit.Result) (body []byte, kind string, err error) {
	switch name {
	case "owed.csv":
		var b bytes.Buffer
		err = r.WriteDays(&b)
		return b.Bytes(), "text/csv; charset=utf-8", err
	case "audit.json":
		body, err = assay.JSON(r)
		return body, "application/json", err
	case "report.html":
		body, err = page.Audit(payouts.Audit(r))
		return body, "text/html; charset=utf-8", err
	}
	return nil, "", fmt.Errorf("there is no %q", name)
}
