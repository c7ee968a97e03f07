# What .ci/run calls, and what a developer calls by hand. The recipes are for a
# POSIX shell.

staticcheck = honnef.co/go/tools/cmd/staticcheck@v0.8.2
goreleaser  = github.com/goreleaser/goreleaser/v2@v2.15.1
govulncheck = golang.org/x/vuln/cmd/govulncheck@v1.9.0
platforms   = linux/arm64 windows/amd64 darwin/arm64

# The packages whose tests write files with -update.
golden = $(shell go list -f '{{.ImportPath}} {{.TestImports}} {{.XTestImports}}' ./... | grep internal/golden | cut -d' ' -f1)

.PHONY: check format tidy verify vulns vet lint platforms release test short race elsewhere shifted update

check: format tidy verify vet lint platforms release test

format: ## nothing is left for gofmt to do
	@files=$$(git ls-files -z --cached --others --exclude-standard '*.go' | xargs -0 -r gofmt -l); \
	[ -z "$$files" ] || { echo "not formatted by gofmt:"; echo "$$files"; exit 1; }

tidy:
	go mod tidy -diff

verify: ## the modules are those that go.sum names
	go mod verify

vulns: ## known vulnerabilities; asks the network, so that nothing depends on it
	go run $(govulncheck) ./...

vet:
	go vet ./...

lint:
	go run $(staticcheck) ./...

platforms: ## it builds where it is released, on either architecture, and its tests fit in there
	@set -e; for p in $(platforms); do echo $$p; \
	CGO_ENABLED=0 GOOS=$${p%/*} GOARCH=$${p#*/} go build -trimpath ./...; \
	CGO_ENABLED=0 GOOS=$${p%/*} GOARCH=$${p#*/} go vet -trimpath ./...; done

release:
	go run $(goreleaser) check

test: ## as README.md says
	go test ./...

short: ## without the slow ones; go test -v -short says what they leave out
	go test -short ./...

race:
	go test -race ./...

elsewhere: ## in a clone as another person has it, on another kind of machine
	.ci/elsewhere go test ./...

shifted: ## on a leap day, far from git's clock and the files' times; elsewhere runs what -short leaves out
	.ci/shifted go test -race -short ./...

update: ## write all golden files and generated pages anew
	go test $(golden) -update
