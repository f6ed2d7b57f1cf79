package bench

import (
	"bufio"
	"bytes"
	"compress/zlib"
	"context"
	"fmt"
	"io"
	"net/http"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"
)

// endlessPDF is two kilobytes of a page that draws a page ten times, which draws a page ten times, and so on:
// more words than pdftotext comes to the end of.
func endlessPDF() string {
	const levels = 7
	objects := []string{
		"<< /Type /Catalog /Pages 2 0 R >>", "<< /Type /Pages /Kids [3 0 R] /Count 1 >>",
		"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 600 800] /Resources << /XObject << /X 5 0 R >> >> " +
			"/Contents 4 0 R >>",
		"<< /Length 5 >>\nstream\n/X Do\nendstream",
	}
	for level := range levels {
		body, uses := strings.Repeat("/X Do ", 10), fmt.Sprintf("/XObject << /X %d 0 R >>", 6+level)
		if level == levels-1 {
			body, uses = strings.Repeat("BT /F 10 Tf 20 700 Td (30 TH/s for $412) Tj ET ", 50),
				"/Font << /F << /Type /Font /Subtype /Type1 /BaseFont /Helvetica >> >>"
		}
		var packed bytes.Buffer
		z := zlib.NewWriter(&packed)
		io.WriteString(z, body)
		z.Close()
		objects = append(objects, fmt.Sprintf("<< /Type /XObject /Subtype /Form /BBox [0 0 600 800] "+
			"/Resources << %s >> /Filter /FlateDecode /Length %d >>\nstream\n%s\nendstream", uses,
			packed.Len(), packed.Bytes()))
	}
	var b strings.Builder
	b.WriteString("%PDF-1.7\n")
	for i, o := range objects {
		fmt.Fprintf(&b, "%d 0 obj\n%s\nendobj\n", i+1, o)
	}
	fmt.Fprintf(&b, "trailer << /Size %d /Root 1 0 R >>\n", len(objects)+1)
	return b.String()
}

// BenchmarkFilesOfManyClients serves, for a minute, sixteen clients that send PDFs without end, beside three
// that send texts and three that send offers, each with half a second of thought; before that these six
// alone.
func BenchmarkFilesOfManyClients(b *testing.B) {
	program := filepath.Join(b.TempDir(), "assay")
	if out, err := exec.Command("go", "build", "-o", program, "../cmd/assay").CombinedOutput(); err != nil {
		b.Fatalf("%v: %s", err, out)
	}
	for _, hostile := range []int{0, 16} {
		b.Run(fmt.Sprintf("hostile=%d", hostile), func(b *testing.B) {
			for b.Loop() {
				serveFiles(b, hostile, program)
			}
		})
	}
}

func serveFiles(b *testing.B, hostile int, program string) {
	serve := exec.Command(program, "serve", "--listen", "127.0.0.1:0", "--quiet")
	serve.Env = append(os.Environ(), "GOMEMLIMIT=1500MiB")
	says, err := serve.StderrPipe()
	if err == nil {
		err = serve.Start()
	}
	if err != nil {
		b.Fatal(err)
	}
	defer func() { serve.Process.Kill(); serve.Wait() }()
	url := ""
	for lines := bufio.NewScanner(says); url == "" && lines.Scan(); {
		if _, at, ok := strings.Cut(lines.Text(), "workbench is at "); ok {
			url = strings.TrimSuffix(at, "/")
		}
	}
	go io.Copy(io.Discard, says)
	ctx, done := context.WithTimeout(b.Context(), time.Minute)
	defer done()
	bad, texts, offers := &asked{by: map[int]int{}}, &asked{by: map[int]int{}}, &asked{by: map[int]int{}}
	var all sync.WaitGroup
	repeat := func(a *asked, c *http.Client, path string, think time.Duration, body func(n int) string) {
		all.Go(func() {
			for n := 0; ctx.Err() == nil; n++ {
				a.ask(ctx, c, "POST", url+path, body(n))
				time.Sleep(think)
			}
		})
	}
	for k := range hostile {
		repeat(bad, clientAt(fmt.Sprintf("127.0.1.%d", 1+k)), "/api/v1/read", 50*time.Millisecond,
			func(int) string { return endlessPDF() })
	}
	for k := range 3 {
		reader := clientAt(fmt.Sprintf("127.0.2.%d", 1+k))
		repeat(texts, reader, "/api/v1/read", 500*time.Millisecond, func(n int) string {
			return fmt.Sprintf("Antminer S21 plan: 100 TH/s for 360 days, only $1,%d. "+
				"$0.055 per TH per day.\n", 100+n)
		})
		buyer := clientAt(fmt.Sprintf("127.0.3.%d", 1+k))
		repeat(offers, buyer, "/api/v1/evaluate", 500*time.Millisecond, func(n int) string {
			return fmt.Sprintf(`{"schema":"assay/offer/v1","hashrate":"30 TH/s","term":"90d",`+
				`"price":{"upfront":"%d USD"}}`, 300+n)
		})
	}
	all.Wait()
	for name, a := range map[string]*asked{"text": texts, "offer": offers} {
		slices.Sort(a.served)
		if len(a.served) == 0 {
			b.Fatalf("no %s was answered: %v", name, a.by)
		}
		at := func(q float64) float64 {
			return float64(a.served[min(len(a.served)-1, int(q*float64(len(a.served))))].Milliseconds())
		}
		b.ReportMetric(at(0.5), name+"-p50-ms")
		b.ReportMetric(at(0.99), name+"-p99-ms")
		b.ReportMetric(float64(len(a.served)), name+"-served")
		b.ReportMetric(float64(a.by[503]+a.by[429]), name+"-shed")
	}
	b.Logf("texts by status %v, offers %v, hostile %v", texts.by, offers.by, bad.by)
}
