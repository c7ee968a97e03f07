package script

import (
	"strconv"
	"strings"

	"github.com/certwiz/certwiz/checks"
)

const page = "https://learn.microsoft.com/en-us/connectors/custom-connectors/write-code"

const fileName = "script.csx"

// maxBytes is what Microsoft's page allows a script: 1 MB.
const maxBytes = 1 << 20

// The examples are scripts, but for the first, which are names.

var name = checks.Rule{
	ID: "ScriptFileName", Severity: checks.Warning, Evidence: checks.Policy, Origin: checks.Documentation,
	Meaning: "The code is in one file, script.csx.",
	Wording: "Only one script file is supported per custom connector",
	Fix:     "Put all code into script.csx and remove the other file.",
	Source:  "Write code in a custom connector; 5000.1.1.5", Link: page,
	Bad:  "apiDefinition.swagger.json, apiProperties.json, script.csx, helper.csx",
	Good: "apiDefinition.swagger.json, apiProperties.json, script.csx",
}

func (j judge) name(r *checks.Reporter) {
	if j.Name != "" && base(j.Name) != fileName {
		r.Report(checks.Place{File: j.Name}, "the script is named %s, `%s` is expected", quote(base(j.Name)), fileName)
	}
	others := 0
	for _, o := range j.Others {
		low := strings.ToLower(base(o))
		if !strings.HasSuffix(low, ".csx") && !strings.HasSuffix(low, ".cs") || o == j.Name {
			continue
		}
		others++
		r.Report(checks.Place{File: o}, "Only one script file is supported per custom connector: %s is none", quote(base(o)))
	}
	if j.Name == "" && others == 0 {
		r.Skip("there is no script.csx")
	}
}

var size = checks.Rule{
	ID: "ScriptSize", Severity: checks.Warning, Origin: checks.Documentation,
	Meaning: "The script is no larger than 1 MB.",
	Wording: "Your script file size can be no larger than 1 MB",
	Fix:     "Make the script smaller; tables belong to the service.",
	Source:  "Write code in a custom connector", Link: page,
	Bad:  "script.csx of 1.2 MB",
	Good: "script.csx of 12 kB",
}

func (j judge) size(r *checks.Reporter) {
	if len(j.Data) > maxBytes {
		r.Report(checks.Place{File: j.Name}, "Your script file size can be no larger than 1 MB: %s weighs %d bytes, %d allowed", quote(base(j.Name)), len(j.Data), maxBytes)
	}
}

const goodScript = `public class Script : ScriptBase
{
    public override async Task<HttpResponseMessage> ExecuteAsync()
    {
        return await this.Context.SendAsync(this.Context.Request, this.CancellationToken);
    }
}`

var class = checks.Rule{
	ID: "ScriptClass", Severity: checks.Warning, Origin: checks.Documentation,
	Meaning: "The script has the class Script that derives from ScriptBase.",
	Wording: "The class name must be Script and it must implement ScriptBase",
	Fix:     "Write public class Script : ScriptBase.",
	Source:  "Write code in a custom connector", Link: page,
	Bad:  strings.Replace(goodScript, "class Script", "class InvoiceScript", 1),
	Good: goodScript,
}

func (j judge) class(r *checks.Reporter) {
	if len(j.sequence("class", "Script", ":", "ScriptBase")) > 0 {
		return
	}
	at := 0
	found := "there is no class Script : ScriptBase"
	for i, w := range j.words {
		if w.text == "class" && i+1 < len(j.words) {
			at, found = w.offset, "the class is "+quote(j.words[i+1].text)
			break
		}
	}
	r.Report(j.place(at), "The class name must be Script and it must implement ScriptBase: %s", found)
}

var method = checks.Rule{
	ID: "ScriptExecuteAsync", Severity: checks.Warning, Origin: checks.Documentation,
	Meaning: "The script overrides ExecuteAsync.",
	Wording: "Your code needs to implement a method called ExecuteAsync",
	Fix:     "Write public override async Task<HttpResponseMessage> ExecuteAsync().",
	Source:  "Write code in a custom connector", Link: page,
	Bad:  strings.Replace(goodScript, "ExecuteAsync", "RunAsync", 1),
	Good: goodScript,
}

func (j judge) method(r *checks.Reporter) {
	for i := range j.words {
		if j.matchesAt(i, []string{"ExecuteAsync", "(", ")"}) && j.before(i, "override") {
			return
		}
	}
	r.Report(j.place(0), "Your code needs to implement a method called ExecuteAsync: no override of it is there")
}

// before reports whether a word stands in front of a method's name, among its
// modifiers and its type.
func (j judge) before(i int, want string) bool {
	const most = 12
	for k := i - 1; k >= 0 && k >= i-most; k-- {
		switch j.words[k].text {
		case want:
			return true
		case ";", "{", "}":
			return false
		}
	}
	return false
}

// namespaces are those of Microsoft's page.
var namespaces = map[string]bool{
	"System": true, "System.Collections": true, "System.Collections.Generic": true, "System.Diagnostics": true, "System.IO": true,
	"System.IO.Compression": true, "System.Linq": true, "System.Net": true, "System.Net.Http": true, "System.Net.Http.Headers": true,
	"System.Net.Security": true, "System.Runtime.Serialization": true, "System.Security.Cryptography": true, "System.Text": true,
	"System.Text.RegularExpressions": true, "System.Threading": true, "System.Threading.Tasks": true, "System.Web": true, "System.Xml": true,
	"System.Xml.Linq": true, "System.Drawing": true, "System.Drawing.Drawing2D": true, "System.Drawing.Imaging": true,
	"Microsoft.Extensions.Logging": true, "Newtonsoft.Json": true, "Newtonsoft.Json.Linq": true,
}

// namespace: 6 of 78 published scripts have another in a using directive: a
// warning. A name that is written out in the code was refused (PR 3478).
var namespace = checks.Rule{
	ID: "ScriptNamespace", Severity: checks.Error, Origin: checks.Documentation,
	Meaning: "The script uses only the namespaces that are there at run time.",
	Wording: "Supported namespaces",
	Fix:     "Do without it; the page lists the namespaces that are supported.",
	Source:  "Write code in a custom connector", Link: page,
	Bad:  "using System.Data.SqlClient;\n\n" + goodScript,
	Good: "using System.Net;\nusing System.Text.RegularExpressions;\nusing Newtonsoft.Json.Linq;\n\n" + goodScript,
}

func (j judge) namespace(r *checks.Reporter) {
	said := map[string]bool{}
	for i, w := range j.words {
		if other := j.written(i); other != "" && !said[other] && len(said) < maxFindings {
			said[other] = true
			r.Report(j.place(w.offset), "%s is none of the supported namespaces", quote(other))
			if merged[other] {
				r.Last().Severity = checks.Warning
			}
			continue
		}
		if w.text != "using" || len(said) >= maxFindings {
			continue
		}
		used, ok := j.using(i + 1)
		if !ok || namespaces[used] || said[used] {
			continue
		}
		said[used] = true
		r.Report(j.place(w.offset), "%s is none of the supported namespaces", quote(used))
		r.Last().Severity = checks.Warning // 12 of 313 pull requests were merged with such a line
	}
}

// unsupported are namespaces of .NET that Microsoft's page does not list. In
// code, where a name is written out, nothing else tells them from types.
var unsupported = map[string]bool{
	"System.Reflection": true, "System.Data": true, "System.Runtime.InteropServices": true, "System.Runtime.CompilerServices": true, "System.Runtime.Caching": true,
	"System.Runtime.Loader": true, "System.Security.Principal": true, "System.Security.AccessControl": true, "System.Security.Claims": true,
	"System.Security.Cryptography.X509Certificates": true, "System.Security.Cryptography.Xml": true, "System.Net.Mail": true, "System.Net.Sockets": true,
	"System.Net.WebSockets": true, "System.Net.NetworkInformation": true, "System.Net.Mime": true, "System.Net.Http.Json": true, "System.Configuration": true, "System.Management": true,
	"System.Globalization": true, "System.ComponentModel": true, "System.Numerics": true, "System.Resources": true, "System.Dynamic": true,
	"System.Timers": true, "System.Transactions": true, "System.Buffers": true, "System.Text.Json": true, "System.Text.Encodings": true, "System.Text.Unicode": true,
	"System.Threading.Channels": true, "System.Threading.Timers": true, "System.Collections.Concurrent": true, "System.Collections.Immutable": true,
	"System.Collections.ObjectModel": true, "System.Collections.Specialized": true, "System.Linq.Expressions": true, "System.Xml.Serialization": true,
	"System.Xml.Schema": true, "System.Xml.XPath": true, "System.Xml.Xsl": true, "System.IO.Pipes": true, "System.IO.Packaging": true, "System.IO.Pipelines": true,
	"System.Diagnostics.Tracing": true, "System.Diagnostics.CodeAnalysis": true, "System.Web.Script": true, "System.Web.UI": true, "System.Web.Http": true,
	"System.Drawing.Text": true, "System.Drawing.Printing": true, "System.Windows": true, "System.ServiceModel": true, "System.DirectoryServices": true,
	"Microsoft.CSharp": true, "Microsoft.Win32": true, "Microsoft.Extensions.DependencyInjection": true, "Microsoft.Extensions.Configuration": true,
	"Newtonsoft.Json.Serialization": true, "Newtonsoft.Json.Schema": true, "Newtonsoft.Json.Converters": true, "Newtonsoft.Json.Bson": true,
}

// merged are namespaces that scripts were merged with.
var merged = map[string]bool{"System.Globalization": true, "System.Collections.Specialized": true, "System.Collections.Concurrent": true, "System.Collections.ObjectModel": true, "System.ComponentModel": true}

// written is the unsupported namespace of a name that is written out from a
// word on, outside of using directives, "" for none.
func (j judge) written(i int) string {
	first := j.words[i].text
	if first != "System" && first != "Microsoft" && first != "Newtonsoft" || i > 0 && (j.words[i-1].text == "." || j.words[i-1].text == "using" || j.words[i-1].text == "static" || j.words[i-1].text == "namespace" || j.words[i-1].text == "=" && i > 2 && j.words[i-3].text == "using") {
		return ""
	}
	name := first
	for k := i + 1; k+1 < len(j.words) && j.words[k].text == "."; k += 2 {
		name += "." + j.words[k+1].text
		if unsupported[name] {
			return name
		}
	}
	return ""
}

// using reads a directive after its keyword: using [static] [Alias =] A.B.C;
// statements such as "using (...)" and "using var x = ..." are passed over. The
// type at the end of an alias or a static directive belongs to no namespace.
func (j judge) using(i int) (name string, ok bool) {
	typed := false
	if j.matchesAt(i, []string{"static"}) {
		typed = true
		i++
	}
	if i+1 < len(j.words) && j.words[i+1].text == "=" {
		typed = true
		i += 2
	}
	var parts []string
	for ; i < len(j.words); i += 2 {
		if !letter(j.words[i].text[0]) || i+1 >= len(j.words) {
			return "", false
		}
		parts = append(parts, j.words[i].text)
		if end := j.words[i+1].text; end == ";" || end == "<" {
			break
		} else if end != "." {
			return "", false
		}
	}
	if typed && len(parts) > 1 && !namespaces[strings.Join(parts, ".")] {
		parts = parts[:len(parts)-1]
	}
	return strings.Join(parts, "."), len(parts) > 0
}

var client = checks.Rule{
	ID: "ScriptHttpClient", Severity: checks.Error, Origin: checks.Documentation,
	Meaning: "The script sends its requests by Context.SendAsync, not by an HttpClient of its own.",
	Wording: "Use this method to send requests instead of HttpClient.SendAsync",
	Fix:     "Write await this.Context.SendAsync(request, this.CancellationToken).",
	Source:  "Write code in a custom connector", Link: page,
	Bad:  strings.Replace(goodScript, "this.Context.SendAsync(", "new HttpClient().SendAsync(", 1),
	Good: goodScript,
}

func (j judge) client(r *checks.Reporter) {
	for _, w := range j.sequence("new", "HttpClient", "(") {
		r.Report(j.place(w.offset), "the script makes an HttpClient of its own, Context.SendAsync is expected")
	}
}

// maxWait is the time a script has by Microsoft's page, in milliseconds; for
// new connectors a later page says two minutes.
const maxWait = 5000

var slow = checks.Rule{
	ID: "ScriptWaits", Severity: checks.Advice, Origin: checks.Documentation,
	Meaning: "The script does not wait longer than the 5 seconds it has.",
	Wording: "must finish execution within 5 seconds",
	Fix:     "Leave waiting to the flow.",
	Source:  "Write code in a custom connector", Link: page,
	Bad:  strings.Replace(goodScript, "return", "await Task.Delay(20000);\n        return", 1),
	Good: strings.Replace(goodScript, "return", "await Task.Delay(200);\n        return", 1),
}

func (j judge) slow(r *checks.Reporter) {
	found := 0
	for i, w := range j.words {
		if found >= maxFindings || i+4 >= len(j.words) || !j.matchesAt(i, []string{"Task", ".", "Delay", "("}) && !j.matchesAt(i, []string{"Thread", ".", "Sleep", "("}) {
			continue
		}
		if n, err := strconv.Atoi(strings.ReplaceAll(j.words[i+4].text, "_", "")); err == nil && n >= maxWait {
			found++
			r.Report(j.place(w.offset), "the script waits %d milliseconds, it has %d", n, maxWait)
		}
	}
}

var operation = checks.Rule{
	ID: "ScriptOperationUnknown", Severity: checks.Advice, Origin: checks.Documentation,
	Meaning: "The operations that the script asks for by name are in apiDefinition.swagger.json.",
	Fix:     "Name an operationId of the definition.",
	Source:  "Write code in a custom connector", Link: page,
	Bad:  strings.Replace(goodScript, "return", "if (this.Context.OperationId == \"PayBill\") { }\n        return", 1),
	Good: strings.Replace(goodScript, "return", "if (this.Context.OperationId == \"ListInvoices\") { }\n        return", 1),
}

func (j judge) operation(r *checks.Reporter) {
	if j.Operation == nil {
		r.Skip("the definition could not be read")
		return
	}
	said := map[string]bool{}
	for _, t := range j.texts {
		// The text is compared with: Context.OperationId == "...".
		i := t.after - 3
		if i >= 0 && j.words[i].text == "OperationId" && (j.matchesAt(i+1, []string{"=", "="}) || j.matchesAt(i+1, []string{"!", "="})) && !j.Operation(t.content) && !said[t.content] && len(said) < maxFindings {
			said[t.content] = true
			r.Report(j.place(t.offset), "the script asks for the operation %s, which is not in the definition", quote(t.content))
		}
	}
}
