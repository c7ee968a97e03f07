package connector

import (
	"bytes"
	"sync"
	"testing"

	"github.com/certwiz/certwiz/internal/corpus"

	"github.com/certwiz/certwiz/checks"
)

// anyScript is one that no rule objects to.
const anyScript = `public class Script : ScriptBase
{
    public override async Task<HttpResponseMessage> ExecuteAsync()
    {
        return await this.Context.SendAsync(this.Context.Request, this.CancellationToken);
    }
}
`

// corpusCounts counts the connectors that each rule fires on, by severity.
func corpusCounts(t *testing.T) corpusCount {
	folders := corpus.Connectors(t)
	c := corpusCount{connectors: len(folders), fires: map[string]map[checks.Severity]int{}, any: map[string]int{}}
	var mu sync.Mutex
	each(folders, func(folder string) {
		a := load(t, folder)
		a.Independent = independent(folder)
		if a.Properties != nil && bytes.Contains(a.Properties.Data, []byte("scriptOperations")) {
			a.Script = &checks.File{Name: "script.csx", Data: []byte(anyScript)} // the corpus leaves the scripts out
		}
		seen := map[string]map[checks.Severity]bool{}
		for _, f := range Parse(a).Report().Findings {
			if seen[f.Rule] == nil {
				seen[f.Rule] = map[checks.Severity]bool{}
			}
			seen[f.Rule][f.Severity] = true
		}
		mu.Lock()
		defer mu.Unlock()
		for rule, severities := range seen {
			c.any[rule]++
			if c.fires[rule] == nil {
				c.fires[rule] = map[checks.Severity]int{}
			}
			for s := range severities {
				c.fires[rule][s]++
			}
		}
	})
	return c
}
