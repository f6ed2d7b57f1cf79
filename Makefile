# make test   every test; installs what the tests need and the machine lacks, and says so
# make build  the program, as ./assay
# make bench  the benchmarks of docs/performance.md and NumPy beside them; rewrites its table
# make others the other benchmarks of docs/performance.md; rewrites their tables
# make measured  bench, turns and others: a quarter of an hour, on a machine that nobody else uses
# make turns  the program timed by turns with an older commit (OLD); rewrites that table of docs/performance.md
# make fuzz   every fuzzer for FUZZTIME each; strangers: what strangers' words reach first, some
# make golden rewrites goldens and the outputs shown in README and docs; read the diff
# make words  the table of the reader's words and their weights, after a change to reading/language/*.txt
# make lint   gofmt, vet and staticcheck; make test runs it first
# make kills  an update killed 200 times with readers beside it, and every file's room ending ever later
# make race   the short tests under the race detector
# make clocks the tests that read the clock, at ten other times (.ci/clocks)
# make release archives, checksums, packages, licences and parts lists into dist/, nothing published

GO       ?= go
FUZZTIME ?= 30s
ROUNDS   ?= 3

.PHONY: test race needs format build bench turns others measured fuzz strangers golden words lint kills clocks release publish licences parts

# In CI the readers of what strangers send are fuzzed a little first.
test: needs lint $(if $(filter true,$(CI)),strangers)
	$(GO) test -timeout 40m ./...

# By number and not by time: a fuzzer whose time runs out may fail with "context deadline exceeded".
strangers:
	$(GO) test ./offer -run '^$$' -fuzz '^FuzzParse$$' -fuzztime 100000x
	$(GO) test ./adapter/web -run '^$$' -fuzz '^FuzzAPI$$' -fuzztime 2500x -fuzzminimizetime 10x
	$(GO) test ./cmd/assay -run '^$$' -fuzz '^FuzzChoices$$' -fuzztime 1000x -fuzzminimizetime 10x
	@set -e; for f in stratum/Handshake/2000 stratum/Transport/2000 share/Segment/5000 share/Records/10000 \
	  provider/session/V1/2000 provider/session/V2/2000 provider/miner/Pieces/1000 \
	  provider/segments/Recover/1000; do \
	  name=$$(basename $$(dirname $$f)); \
	  echo "$${f%/*/*}: Fuzz$$name, $${f##*/} times"; \
	  $(GO) test ./$${f%/*/*} -run '^$$' -fuzz "^Fuzz$$name\$$" -fuzztime $${f##*/}x -fuzzminimizetime 10x; \
	done

needs:
	@command -v $(GO) >/dev/null || { echo "Go 1.26 or newer is needed: https://go.dev/dl"; exit 1; }
	@.ci/need must chromium chromium "the tests of the web page and of PDF reports" \
	  must pdftotext poppler-utils "the tests that read PDF" \
	  must tesseract tesseract-ocr "the tests that read pictures" \
	  may nginx nginx-light "the test of the proxy in front of the server" \
	  may '/usr/lib/postgresql/*/bin/initdb' postgresql "the tests of a provider's books on PostgreSQL" \
	  may systemd-analyze systemd "the test of the service's unit"

format:
	@unformatted=$$(gofmt -l $$(find . -name '*.go' -not -path './.*' -not -path '*/testdata/*')); \
	if [ -n "$$unformatted" ]; then echo "not formatted; run gofmt -w on:"; echo "$$unformatted"; exit 1; fi

# Without cgo, as what is released: the same program on every system, and a quicker start.
build:
	CGO_ENABLED=0 $(GO) build -trimpath -o assay ./cmd/assay

bench:
	@.ci/numpy "the peer that the benchmarks are measured beside"
	/usr/bin/python3 bench/peer/compare.py $(ROUNDS)

OLD   ?= cba7f06
PAIRS ?= 15

turns:
	/usr/bin/python3 bench/peer/turns.py --old $(OLD) --pairs $(PAIRS)

others: needs
	/usr/bin/python3 bench/peer/others.py

measured: bench turns others

fuzz:
	@for p in $$($(GO) list ./...); do \
	  for f in $$($(GO) test -list '^Fuzz' $$p | grep '^Fuzz'); do \
	    echo "$$p $$f for $(FUZZTIME)"; \
	    $(GO) test $$p -run '^$$' -fuzz "^$$f\$$" -fuzztime $(FUZZTIME) || exit 1; \
	  done; \
	done

golden:
	$(GO) test $$(grep -rl --include='*_test.go' 'flag.Bool("update"' . | xargs -n1 dirname | sort -u) -args -update

words:
	$(GO) run ./cmd/words
	$(GO) run ./cmd/weigh

# Width and complexity are held by internal/law, without a download.
lint: format
	$(GO) vet ./...
	$(GO) run honnef.co/go/tools/cmd/staticcheck@v0.8.2 ./...

race: needs
	$(GO) test -race -short -timeout 90m ./...

kills:
	$(GO) test ./adapter/ingest -v -run '^(TestKill|TestFullAtEachWrite)$$' -args -kills 200

clocks:
	.ci/clocks ./adapter/ingest ./adapter/prices ./adapter/fetch ./adapter/sqlite ./adapter/bitcoind

# Images are built where a docker engine runs, and named by their digest; elsewhere all else is built.
GORELEASER = $(GO) run github.com/goreleaser/goreleaser/v2@v2.14.3
CERTIFICATES ?= /etc/ssl/certs/ca-certificates.crt

release: licences parts
	@docker info >/dev/null 2>&1 || echo "release: no docker engine answers here, so that no image is built; all else is"
	$(GORELEASER) release --snapshot --clean $$(docker info >/dev/null 2>&1 || echo --skip=docker)

# For the workflow release: what make release builds, and out into the world.
publish: licences parts
	$(GORELEASER) release --clean

parts:
	GOBIN=$(CURDIR)/bin $(GO) install github.com/CycloneDX/cyclonedx-gomod/cmd/cyclonedx-gomod@v1.9.0

licences:
	.ci/licences THIRD_PARTY.txt
	cp $(CERTIFICATES) ca-certificates.crt
