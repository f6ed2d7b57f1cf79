package main

import (
	"bufio"
	"context"
	"fmt"
	"io"
	"net"
	"net/http"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"strings"
	"testing"
	"time"
)

// deployed is a file of deploy/.
func deployed(t *testing.T, name string) string {
	t.Helper()
	text, err := os.ReadFile(filepath.Join("..", "..", "deploy", name))
	if err != nil {
		t.Fatal(err)
	}
	return string(text)
}

// shippedProgram is the program, built as it is shipped.
func shippedProgram(t *testing.T) string {
	t.Helper()
	path := filepath.Join(t.TempDir(), "assay")
	if out, err := exec.Command("go", "build", "-o", path, ".").CombinedOutput(); err != nil {
		t.Fatalf("%v: %s", err, out)
	}
	return path
}

// startServing runs the program with arguments in which addresses are replaced, and gives where its pages and its health are.
func startServing(t *testing.T, path string, args, env []string) (pages, admin string) {
	t.Helper()
	for i, a := range args {
		if regexp.MustCompile(`^[0-9.]*:84(80|81)$`).MatchString(a) {
			args[i] = "127.0.0.1:0"
		}
	}
	ctx, stop := context.WithCancel(t.Context())
	c := exec.CommandContext(ctx, path, args...)
	c.Cancel = func() error { return c.Process.Signal(os.Interrupt) }
	c.WaitDelay = 20 * time.Second
	c.Env = append([]string{"PATH=" + os.Getenv("PATH"), "XDG_DATA_HOME=" + filepath.Join(t.TempDir(), "state")}, env...)
	c.Env = append(c.Env, shifted()...)
	says, err := c.StderrPipe()
	if err == nil {
		err = c.Start()
	}
	if err != nil {
		t.Fatal(err)
	}
	found := make(chan [2]string, 1)
	go func() {
		var at [2]string
		for lines := bufio.NewScanner(says); lines.Scan(); {
			if _, url, ok := strings.Cut(lines.Text(), "workbench is at "); ok {
				at[0] = strings.TrimSuffix(url, "/")
			}
			if _, url, ok := strings.Cut(lines.Text(), "metrics are at "); ok {
				at[1], _, _ = strings.Cut(url, "/healthz")
			}
			if at[0] != "" && at[1] != "" {
				found <- at
				break
			}
		}
		io.Copy(io.Discard, says)
	}()
	t.Cleanup(func() {
		stop()
		if err := c.Wait(); err != nil && c.ProcessState.ExitCode() > 1 {
			t.Errorf("it ended with %v", err)
		}
	})
	select {
	case at := <-found:
		return at[0], at[1]
	case <-time.After(time.Minute):
		t.Fatal("it does not say where it listens")
	}
	return "", ""
}

// asked is what an address answers.
func asked(t *testing.T, method, url, host, body string) (int, string) {
	t.Helper()
	r, err := http.NewRequestWithContext(t.Context(), method, url, strings.NewReader(body))
	if err != nil {
		t.Fatal(err)
	}
	r.Host = host
	answer, err := http.DefaultClient.Do(r)
	if err != nil {
		t.Fatal(err)
	}
	defer answer.Body.Close()
	says, err := io.ReadAll(answer.Body)
	if err != nil {
		t.Fatal(err)
	}
	return answer.StatusCode, string(says)
}

// The unit is one that systemd takes; its command, and those of the containers, serve pages, health and readiness under
// their environment.
func TestShippedCommandsServe(t *testing.T) {
	if testing.Short() {
		t.Skip("builds and starts the program")
	}
	path := shippedProgram(t)
	unit := deployed(t, "assay.service")
	line := regexp.MustCompile(`(?m)^ExecStart=(.*)$`).FindStringSubmatch(unit)
	env := regexp.MustCompile(`(?m)^Environment=(.*)$`).FindStringSubmatch(unit)
	if line == nil || env == nil {
		t.Fatal("the unit starts nothing")
	}
	// by hand it is installed in /usr/local/bin, by a package in /usr/bin: one unit starts both
	if !strings.HasPrefix(line[1], "assay ") {
		t.Errorf("the unit starts %s, which is not where every installation puts it", line[1])
	}
	t.Run("systemd-analyze", func(t *testing.T) {
		if _, err := exec.LookPath("systemd-analyze"); err != nil {
			t.Skip("systemd-analyze is not installed")
		}
		own := filepath.Join(t.TempDir(), "assay.service")
		if err := os.WriteFile(own, []byte(strings.Replace(unit, "ExecStart=assay ", "ExecStart="+path+" ", 1)), 0o644); err != nil {
			t.Fatal(err)
		}
		if out, err := exec.Command("systemd-analyze", "verify", own).CombinedOutput(); err != nil || len(strings.TrimSpace(string(out))) > 0 {
			t.Errorf("%v: %s", err, out)
		}
	})
	quoted := regexp.MustCompile(`"([^"]*)"`)
	commands := map[string][]string{"assay.service": strings.Fields(line[1])[1:]}
	for _, name := range []string{"Containerfile", "Containerfile.release"} {
		entry := regexp.MustCompile(`(?m)^ENTRYPOINT \[(.*)\]$`).FindStringSubmatch(deployed(t, name))
		if entry == nil {
			t.Fatalf("%s starts nothing", name)
		}
		for _, word := range quoted.FindAllStringSubmatch(entry[1], -1)[1:] {
			commands[name] = append(commands[name], word[1])
		}
	}
	var limit []string
	for one := range strings.FieldsSeq(env[1]) {
		if strings.HasPrefix(one, "GOMEMLIMIT=") {
			limit = append(limit, one)
		}
	}
	for name, args := range commands {
		t.Run(name, func(t *testing.T) {
			for i, a := range args {
				if a == "--update" { // sources are not asked in a test
					args = append(args[:i:i], args[i+2:]...)
					break
				}
			}
			pages, admin := startServing(t, path, args, limit)
			for url, want := range map[string]string{pages + "/healthz": "ok", admin + "/healthz": "ok", admin + "/readyz": "ready: facts to ",
				admin + "/metrics": "assay_http_requests_total", pages + "/": "What you were offered"} {
				if status, says := asked(t, "GET", url, "", ""); status != 200 || !strings.Contains(says, want) {
					t.Errorf("%s: status %d: %.200s", url, status, says)
				}
			}
			if status, _ := asked(t, "GET", pages+"/metrics", "", ""); status != 404 {
				t.Errorf("metrics beside the pages: status %d", status)
			}
		})
	}
}

// Behind nginx as deploy/nginx.conf has it pages, long links, the API and a stream of lines work by the public name alone,
// and operators' addresses are kept back.
func TestBehindNginx(t *testing.T) {
	nginx, err := exec.LookPath("nginx")
	if err != nil || testing.Short() {
		t.Skip("nginx is not installed, or -short")
	}
	pages, _ := startServing(t, shippedProgram(t), []string{"serve", "--listen", "127.0.0.1:0", "--admin", "127.0.0.1:0", "--quiet",
		"--name", "assay.example.org", "--trust-header", "X-Forwarded-For"}, nil)
	free, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	front := free.Addr().String()
	free.Close()
	dir := t.TempDir()
	site := strings.NewReplacer("127.0.0.1:8480", strings.TrimPrefix(pages, "http://"), "listen 80;", "listen "+front+";").Replace(deployed(t, "nginx.conf"))
	config := fmt.Sprintf("pid %[1]s/pid;\nerror_log %[1]s/error.log;\ndaemon off;\nevents {}\nhttp {\naccess_log off;\nclient_body_temp_path %[1]s/b;\n"+
		"proxy_temp_path %[1]s/p;\nfastcgi_temp_path %[1]s/f;\nuwsgi_temp_path %[1]s/u;\nscgi_temp_path %[1]s/s;\n%s}\n", dir, site)
	if os.Getuid() == 0 {
		config = "user root;\n" + config
	}
	if err := os.WriteFile(filepath.Join(dir, "nginx.conf"), []byte(config), 0o644); err != nil {
		t.Fatal(err)
	}
	ctx, stop := context.WithCancel(t.Context())
	proxy := exec.CommandContext(ctx, nginx, "-p", dir, "-c", filepath.Join(dir, "nginx.conf"), "-e", filepath.Join(dir, "error.log"))
	proxy.Cancel = func() error { return proxy.Process.Signal(os.Interrupt) }
	if err := proxy.Start(); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { stop(); proxy.Wait() })
	for began := time.Now(); ; time.Sleep(50 * time.Millisecond) {
		c, err := net.Dial("tcp", front)
		if err == nil {
			c.Close()
			break
		}
		if time.Since(began) > 30*time.Second {
			why, _ := os.ReadFile(filepath.Join(dir, "error.log"))
			t.Fatalf("nginx does not listen: %v: %s", err, why)
		}
	}
	const name = "assay.example.org"
	offered := `{"schema":"assay/offer/v1","hashrate":"30 TH/s","term":"90d","price":{"upfront":"500 USD"}}`
	long := "/evaluate?hashrate=30&term=90&price.upfront=500&product=" + strings.Repeat("x", 100) + "&form=" + strings.Repeat("1", 20_000)
	lines := strings.Repeat(offered+"\n", 30_000) // 3 MB, more than any other body may have
	for _, c := range []struct {
		method, target, body string
		status               int
		says                 string
	}{
		{"GET", "/", "", 200, "What you were offered"}, {"GET", "/healthz", "", 200, "ok"}, {"GET", "/metrics", "", 404, ""}, {"GET", "/readyz", "", 404, ""},
		{"POST", "/api/v1/evaluate", offered, 200, "assay/verdict/v1"}, {"POST", "/api/v1/evaluate?as_of=1", offered, 400, "did you mean"},
		{"POST", "/api/v1/evaluate", strings.Repeat("x", 3<<20), 413, ""}, {"GET", long, "", 200, "verdict"},
		{"POST", "/api/v1/screen?from=29990", lines, 200, "{\"lines\":30000,\"whole\":true}\n"},
	} {
		status, says := asked(t, c.method, "http://"+front+c.target, name, c.body)
		if status != c.status || !strings.Contains(says, c.says) {
			t.Errorf("%s %.40s: status %d, want %d: %.300s", c.method, c.target, status, c.status, says)
		}
	}
	if status, says := asked(t, "GET", "http://"+front+"/", "evil.example", ""); status != http.StatusMisdirectedRequest {
		t.Errorf("a stranger's name: status %d: %.100s", status, says)
	}
}
