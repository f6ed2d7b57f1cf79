package main

import (
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"
)

// TestShippedByDigest: what others made and a release is made with is named by digest, so that it stands
// for the same bytes tomorrow: each action of a workflow. The published image has no base at all, and
// prints its own.
func TestShippedByDigest(t *testing.T) {
	root := filepath.Join("..", "..")
	workflows, err := filepath.Glob(filepath.Join(root, ".github", "workflows", "*.yml"))
	if err != nil || len(workflows) < 2 {
		t.Fatal(workflows, err)
	}
	uses, digest := regexp.MustCompile(`uses: *(\S+)`), regexp.MustCompile(`^[\w-]+/[\w./-]+@[0-9a-f]{40}$`)
	for _, name := range workflows {
		text, err := os.ReadFile(name)
		if err != nil {
			t.Fatal(err)
		}
		found := uses.FindAllStringSubmatch(string(text), -1)
		if len(found) == 0 {
			t.Errorf("%s uses no action", name)
		}
		for _, m := range found {
			if !digest.MatchString(m[1]) {
				t.Errorf("%s uses %s, which is named by no digest", name, m[1])
			}
		}
	}
	for _, m := range regexp.MustCompile(`(?m)^FROM (.*)$`).FindAllStringSubmatch(deployed(t,
		"Containerfile.release"), -1) {
		if m[1] != "scratch" {
			t.Errorf("the published image is built on %s", m[1])
		}
	}
	release, err := os.ReadFile(filepath.Join(root, ".goreleaser.yaml"))
	if err != nil {
		t.Fatal(err)
	}
	// archives, packages and image: each with the licences of all parts; checksums; the image's digest
	if n := strings.Count(string(release), "THIRD_PARTY.txt"); n < 4 {
		t.Errorf("licence texts of the parts are shipped %d times", n)
	}
	for _, part := range []string{"checksums.txt", "algorithm: sha256", "cyclonedx", "docker_digest:",
		"Containerfile.release", "main: ./cmd/assay\n"} {
		if !strings.Contains(string(release), part) {
			t.Errorf("a release is made without %s", part)
		}
	}
}

// TestUnitConfines: the shipped unit gives the program no rights, no other's files and so much memory as
// its own bounds are made for.
func TestUnitConfines(t *testing.T) {
	unit := deployed(t, "assay.service")
	for _, line := range []string{"DynamicUser=yes", "MemoryMax=2G", "OOMPolicy=continue",
		"NoNewPrivileges=yes", "PrivateTmp=yes",
		"PrivateDevices=yes", "ProtectSystem=strict", "ProtectHome=yes", "CapabilityBoundingSet=",
		"SystemCallFilter=@system-service",
		"StateDirectoryMode=0700", "RestrictAddressFamilies=AF_INET AF_INET6 AF_UNIX", "LimitNOFILE=8192",
		"TasksMax=256"} {
		if !strings.Contains(unit, "\n"+line+"\n") {
			t.Errorf("the unit lacks %s", line)
		}
	}
	for _, part := range []string{" GOMEMLIMIT=1500MiB ",
		"--listen 127.0.0.1:8480 --admin 127.0.0.1:8481 --concurrent 8"} {
		if !strings.Contains(unit, part) {
			t.Errorf("the unit lacks %q", part)
		}
	}
	for _, name := range []string{"Containerfile", "Containerfile.release"} {
		if text := deployed(t, name); !strings.Contains(text, "\nUSER 65534:65534\n") ||
			!strings.Contains(text, "GOMEMLIMIT=1500MiB") {
			t.Errorf("%s runs as somebody, or without a bound of memory", name)
		}
	}
}
