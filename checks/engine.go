package checks

// Check is a rule together with the function that judges it.
type Check struct {
	Rule  Rule
	Judge func(*Reporter)
}

// Rules lists the descriptions in a table.
func Rules(table []Check) []Rule {
	rules := make([]Rule, len(table))
	for i, c := range table {
		rules[i] = c.Rule
	}
	return rules
}

// Run runs a table. A rule that panics is contained: its own findings are
// dropped, it is NotChecked, and the others go on.
func Run(table []Check) Report {
	reporters := make([]Reporter, len(table))
	for i := range table {
		reporters[i] = NewReporter(&table[i].Rule)
	}
	Contain(len(table), func(i int) { table[i].Judge(&reporters[i]) }, func(i int, why any) { reporters[i].Fail(why) })
	var report Report
	for i := range reporters {
		report.Take(&reporters[i])
	}
	return report
}

// Contain calls judge for 0 to n-1. Where that panics, failed is told why, and
// the next number follows.
func Contain(n int, judge func(int), failed func(i int, why any)) {
	for i := 0; i < n; {
		i = containFrom(i, n, judge, failed)
	}
}

// containFrom calls judge from i on and returns where to go on: one defer serves
// all calls up to a panic.
func containFrom(i, n int, judge func(int), failed func(int, any)) (next int) {
	defer func() {
		if why := recover(); why != nil {
			failed(next, why)
			next++
		}
	}()
	for next = i; next < n; next++ {
		judge(next)
	}
	return next
}

// Take adds what one rule reported, and what became of it.
func (r *Report) Take(from *Reporter) {
	for _, g := range from.groups {
		g.count(&from.findings[g.finding])
	}
	if len(from.findings) > 0 {
		from.outcome = Outcome{Rule: from.rule.ID, Result: Found}
	}
	r.Findings = append(r.Findings, from.findings...)
	r.Outcomes = append(r.Outcomes, from.outcome)
}
