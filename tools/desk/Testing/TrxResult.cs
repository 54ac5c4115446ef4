using System.Globalization;
using System.Xml;
using System.Xml.Linq;

namespace CoretimeDesk.Desk.Testing;

/// <summary>What the result file of one test project says.</summary>
public sealed record TrxResult(int Passed, int Failed, int Skipped, IReadOnlyList<string> FailedNames)
{
    /// <summary>Null when the file is missing or cut short: then the run broke before it could write it.</summary>
    public static TrxResult? Read(string path)
    {
        try
        {
            return File.Exists(path) ? Parse(XDocument.Load(path)) : null;
        }
        catch (XmlException)
        {
            return null;
        }
    }

    public static TrxResult Parse(XDocument document)
    {
        var counters = document.Descendants().First(element => element.Name.LocalName == "Counters");
        int Count(string name) => int.Parse(counters.Attribute(name)?.Value ?? "0", CultureInfo.InvariantCulture);
        var failed = document.Descendants()
            .Where(element => element.Name.LocalName == "UnitTestResult" && element.Attribute("outcome")?.Value == "Failed")
            .Select(element => element.Attribute("testName")?.Value ?? "?");

        // Whatever was executed and did not pass has failed: timeouts, aborts and errors have counters of their own.
        return new(Count("passed"), Count("executed") - Count("passed"), Count("total") - Count("executed"), [.. failed]);
    }
}
