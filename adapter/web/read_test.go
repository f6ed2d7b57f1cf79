package web

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"mime/multipart"
	"net/url"
	"strings"
	"testing"
	"time"

	"github.com/assaymining/assay/adapter/web/link"
)

const sellersWords = `AlpineHash, plan "Matterhorn 100"
Hashrate: 100 TH/s
Contract period: 24 months
One-time price: $1,890
Electricity: $0.042 per TH per day, deducted from your mining income
Pool fee 2 %
We may adjust the electricity fee with 30 days' notice, at most 10 % per year.
`

// sentForm is a form as browsers send it, with a file where one is named.
func sentForm(t *testing.T, fields url.Values, file, content string) (body, kind string) {
	t.Helper()
	var b bytes.Buffer
	w := multipart.NewWriter(&b)
	for name, values := range fields {
		for _, v := range values {
			if err := w.WriteField(name, v); err != nil {
				t.Fatal(err)
			}
		}
	}
	if file != "" {
		part, err := w.CreateFormFile("file", file)
		if err != nil {
			t.Fatal(err)
		}
		part.Write([]byte(content))
	}
	w.Close()
	return b.String(), w.FormDataContentType()
}

func TestWhatWasReadStandsBesideItsWords(t *testing.T) {
	h := testServer(t, nil).Handler()
	body, kind := sentForm(t, url.Values{"words": {strings.ReplaceAll(sellersWords, "\n", "\r\n")}}, "", "")
	status, _, page := get(t, h, "POST", "/read", body, "Content-Type", kind)
	if status != 200 {
		t.Fatalf("status %d: %.300s", status, page)
	}
	for _, want := range []string{`value="100 TH/s"`, `value="1890 USD"`, `value="24 months"`, `value="0.042 USD/TH/day"`, `value="10%/year"`,
		"One-time price: <mark>$1,890</mark>", "Not found in these words", "Judge this offer"} {
		if !strings.Contains(page, want) {
			t.Errorf("the page lacks %s", want)
		}
	}
}

// What the reader leaves and what he changes is judged, with the whole text; the verdict has a link.
func TestConfirmedWordsAreJudged(t *testing.T) {
	h := testServer(t, nil).Handler()
	body, kind := sentForm(t, url.Values{"words": {sellersWords}, "kind": {"text"}, "confirm": {"0"}, "f.hashrate": {"100 TH/s"},
		"f.price.upfront": {"2000"}, "f.fees.0.changeable": {"false"}, "f.term": {""}}, "", "")
	status, header, page := get(t, h, "POST", "/read", body, "Content-Type", kind)
	to, err := url.Parse(header.Get("Location"))
	if status != 303 || err != nil || to.Path != "/evaluate" {
		t.Fatalf("status %d to %q: %.300s", status, header.Get("Location"), page)
	}
	doc, err := link.Unpack(to.Query().Get("o"))
	if err != nil {
		t.Fatal(err)
	}
	for _, want := range []string{"hashrate: 100 TH/s", "upfront: 2000 USD", "changeable: false", "Matterhorn"} {
		if !strings.Contains(string(doc), want) {
			t.Errorf("the offer lacks %q:\n%s", want, doc)
		}
	}
	if strings.Contains(string(doc), "\nterm:") {
		t.Errorf("a term that was taken out is judged:\n%s", doc)
	}
	body, kind = sentForm(t, url.Values{"words": {sellersWords}, "confirm": {"0"}, "f.hashrate": {"fast"}}, "", "")
	if status, _, page = get(t, h, "POST", "/read", body, "Content-Type", kind); status != 422 || !strings.Contains(page, `aria-invalid="true"`) ||
		!strings.Contains(page, "Matterhorn") {
		t.Errorf("a value that cannot be read gives status %d: %.300s", status, page)
	}
}

func TestFilesInThePasteBox(t *testing.T) {
	h := testServer(t, func(c *Config) {
		c.Words = func(_ context.Context, data []byte) (string, string, error) {
			if !bytes.HasPrefix(data, []byte("%PDF")) {
				return "", "", errors.New("this is no text, page, PDF or picture; paste the words")
			}
			return "pdf", sellersWords, nil
		}
	}).Handler()
	for _, c := range []struct {
		name, content string
		status        int
		want          string
	}{
		{"terms.pdf", "%PDF-1.7 ...", 200, `value="pdf"`},
		{"a.bin", "\x00\x01", 422, "This is no text, page, PDF or picture; paste the words."},
		{"offer.yaml", plainOffer, 303, ""},
		{"bad.yaml", "schema: assay/offer/v1\nhashrate: 30\n", 422, "line 2, column 11"},
		{"large.pdf", "%PDF" + strings.Repeat("x", maxUpload), 413, "larger than 8 MiB"},
	} {
		body, kind := sentForm(t, nil, c.name, c.content)
		status, _, page := get(t, h, "POST", "/read", body, "Content-Type", kind)
		if status != c.status || !strings.Contains(page, c.want) {
			t.Errorf("%s: status %d, want %d with %q: %.400s", c.name, status, c.status, c.want, page)
		}
	}
}

// A program that reads a file holds no turn of the gate: judgements go on.
func TestReadingHoldsNoTurn(t *testing.T) {
	began, release := make(chan struct{}), make(chan struct{})
	h := testServer(t, func(c *Config) {
		c.Limits.Concurrent = 1
		c.Words = func(context.Context, []byte) (string, string, error) {
			close(began)
			<-release
			return "pdf", sellersWords, nil
		}
	}).Handler()
	body, kind := sentForm(t, nil, "terms.pdf", "%PDF")
	done := make(chan int)
	go func() {
		status, _, _ := get(t, h, "POST", "/read", body, "Content-Type", kind)
		done <- status
	}()
	<-began
	judged := make(chan int, 1)
	go func() {
		status, _, _ := get(t, h, "POST", "/api/v1/evaluate", plainOffer)
		judged <- status
	}()
	select {
	case status := <-judged:
		if status != 200 {
			t.Errorf("a judgement beside it gives %d", status)
		}
	case <-time.After(time.Minute):
		t.Error("a judgement waits for a file that is being read")
	}
	close(release)
	if status := <-done; status != 200 {
		t.Errorf("the file gives %d", status)
	}
}

func TestReadOverTheAPI(t *testing.T) {
	h := testServer(t, nil).Handler()
	status, header, body := get(t, h, "POST", "/api/v1/read", sellersWords, "Content-Type", "text/plain")
	var got struct {
		Schema, Kind string
		Offers       []struct{ Document map[string]any }
		NotFound     []string `json:"not_found"`
	}
	if err := json.Unmarshal([]byte(body), &got); err != nil || status != 200 || header.Get("Content-Type") != "application/json" {
		t.Fatalf("status %d, %v: %.300s", status, err, body)
	}
	if got.Schema != "assay/reading/v1" || got.Kind != "text" || len(got.Offers) != 1 || got.Offers[0].Document["hashrate"] != "100 TH/s" {
		t.Errorf("read: %+v", got)
	}
	status, _, body = get(t, h, "POST", "/api/v1/evaluate", sellersWords)
	if status != 200 || !strings.Contains(body, "this is no offer document: offer 1 of 1 was read") {
		t.Errorf("words to be judged give %d: %.300s", status, body)
	}
	if status, _, body = get(t, h, "POST", "/api/v1/evaluate", "schema: assay/offer/v1\nhashrate: 30\n"); status != 422 || !strings.Contains(body, "hashrate") {
		t.Errorf("a document with a mistake gives %d: %.300s", status, body)
	}
}

// A price in two forms cannot be judged as both: the page says which is passed over, and whoever changes that
// one is asked which he means. What the reader blanks makes room for the other.
func TestNoPriceIsPassedOverInSilence(t *testing.T) {
	h := testServer(t, nil).Handler()
	const words = "An upgrade costs $4 per TH. My token has 20 TH/s and is worth $360.\n" +
		"Electricity $0.05 per TH and day.\n"
	send := func(fields url.Values) (int, string, string) {
		fields.Set("words", words)
		body, kind := sentForm(t, fields, "", "")
		status, header, page := get(t, h, "POST", "/read", body, "Content-Type", kind)
		return status, header.Get("Location"), page
	}
	_, _, page := send(url.Values{})
	for _, want := range []string{
		"Look at this one first", "not judged, since “Price per hashrate, paid at once” is",
	} {
		if !strings.Contains(page, want) {
			t.Errorf("the page does not say %q", want)
		}
	}
	status, _, page := send(url.Values{"confirm": {"0"}, "f.price.upfront": {"350 USD"}})
	if status != 422 || !strings.Contains(page, "One of the values cannot be judged yet") {
		t.Errorf("a changed price that is passed over gives status %d", status)
	}
	_, to, _ := send(url.Values{"confirm": {"0"}, "f.price.upfront": {"350 USD"}, "f.price.per_hashrate": {""}})
	at, err := url.Parse(to)
	if err != nil {
		t.Fatal(err)
	}
	doc, err := link.Unpack(at.Query().Get("o"))
	if err != nil || !strings.Contains(string(doc), "upfront: 350 USD") {
		t.Errorf("the price that is left is not judged: %s (%v)", doc, err)
	}
}

// Words are of today where the reader leaves the day that the page offers.
func TestWordsAreSeenToday(t *testing.T) {
	h := testServer(t, nil).Handler()
	body, kind := sentForm(t, url.Values{"words": {sellersWords}}, "", "")
	_, _, page := get(t, h, "POST", "/read", body, "Content-Type", kind)
	_, rest, _ := strings.Cut(page, `name="f.seen" value="`)
	day, _, _ := strings.Cut(rest, `"`)
	if len(day) != len("2026-10-03") {
		t.Fatalf("the day offered is %q", day)
	}
	body, kind = sentForm(t, url.Values{"words": {sellersWords}, "confirm": {"0"}, "f.seen": {day}}, "", "")
	_, header, _ := get(t, h, "POST", "/read", body, "Content-Type", kind)
	to, _ := url.Parse(header.Get("Location"))
	if doc, err := link.Unpack(to.Query().Get("o")); err != nil || !strings.Contains(string(doc), "seen: "+day) {
		t.Errorf("the offer is not of %s: %s (%v)", day, doc, err)
	}
}

// What a seller wrote can be put beside other offers: it is confirmed first, and then compared with them.
func TestWordsAreCompared(t *testing.T) {
	h := testServer(t, nil).Handler()
	beside := strings.TrimPrefix(linkTo(t, plainOffer), "o=")
	send := func(fields url.Values, file, content string) (int, string, string) {
		body, kind := sentForm(t, fields, file, content)
		status, header, page := get(t, h, "POST", "/read", body, "Content-Type", kind)
		return status, header.Get("Location"), page
	}
	compared := url.Values{"to": {"compare"}, "o": {beside}, "words": {sellersWords}}
	status, _, page := send(compared, "", "")
	if status != 200 || !strings.Contains(page, "Compare this offer") ||
		!strings.Contains(page, `name="o" value="`+beside+`"`) {
		t.Fatalf("status %d; the page forgets what it is compared with", status)
	}
	compared.Set("confirm", "0")
	for name, sent := range map[string]struct {
		fields        url.Values
		file, content string
	}{
		"confirmed words": {compared, "", ""},
		"a document":      {url.Values{"to": {"compare"}, "o": {beside}}, "offer.yaml", plainOffer},
	} {
		status, to, page := send(sent.fields, sent.file, sent.content)
		at, err := url.Parse(to)
		if status != 303 || err != nil || at.Path != "/compare" ||
			len(at.Query()["o"]) != 2 || at.Query()["o"][0] != beside {
			t.Errorf("%s: status %d to %q: %.300s", name, status, to, page)
		}
	}
}

// Words in which nothing is read stay in the box, with what to paste.
func TestWordsOfNothingAreKept(t *testing.T) {
	body, kind := sentForm(t, url.Values{"words": {"hello, how are <you>?"}}, "", "")
	status, _, page := get(t, testServer(t, nil).Handler(), "POST", "/read", body, "Content-Type", kind)
	if status != 422 || !strings.Contains(page, "Nothing of an offer was read") ||
		!strings.Contains(page, "hello, how are &lt;you&gt;?</textarea>") {
		t.Errorf("status %d: %.300s", status, page)
	}
}
