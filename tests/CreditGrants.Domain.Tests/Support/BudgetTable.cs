using System.Globalization;
using System.Text.Json.Nodes;
using System.Text;
using CoretimeDesk.CreditGrants.Cases;
using CoretimeDesk.CreditGrants.Ledger;
using CoretimeDesk.Market;

namespace CoretimeDesk.CreditGrants.Tests;

/// <summary>
/// A budget's life as text, a line for each event: <c>day | event | result reasons | balances</c>. Days count from 2026; "90-1ms" is a millisecond before the 90th.
/// Of the balances only those that stand there are looked at; both identities and the entry are looked at after every line.
/// </summary>
internal static class BudgetTable
{
    private static readonly DateTimeOffset Start = new(2026, 1, 1, 0, 0, 0, TimeSpan.Zero);

    public static Budget Check(string table, BudgetTerms? terms = null)
    {
        var budget = Budget.New(terms ?? BudgetTerms.Default);
        foreach (var (index, line) in table.Split('\n', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries).Index())
        {
            var cells = line.Split('|', StringSplitOptions.TrimEntries);
            var reading = EventReader.Read(Json(cells[0], cells[1], index)).Reading;
            var step = BudgetLedger.Apply(budget, reading);
            var said = string.Join(' ', [step.Result.ToName(), .. step.Reasons, .. step.Closed.Select(c => $"{c.Grant}:{c.Why.ToName()}")]);
            Assert.True(said == cells[2], $"line {index + 1}, {line}: it was '{said}'");
            Ledgers.AssertSound(budget, step);
            budget = step.After;
            if (cells.Length > 3)
            {
                var words = cells[3].Split(' ');
                for (var i = 0; i < words.Length; i += 2)
                {
                    var account = Enum.Parse<Account>(words[i], ignoreCase: true);
                    Assert.True($"{budget.Balances.Of(account)}" == words[i + 1], $"line {index + 1}, {line}: {account} was {budget.Balances.Of(account)}");
                }
            }
        }

        return budget;
    }

    public static DateTimeOffset Day(string text)
    {
        var parts = text.Split("-1ms");
        var at = Start + TimeSpan.FromDays(double.Parse(parts[0], CultureInfo.InvariantCulture));
        return parts.Length > 1 ? at.AddMilliseconds(-1) : at;
    }

    /// <summary>"x: spend g/1 50" as the object that stands in a case file.</summary>
    private static System.Text.Json.JsonElement Json(string day, string text, int index)
    {
        var id = $"e{index + 1}";
        if (text.IndexOf(": ", StringComparison.Ordinal) is > 0 and var colon)
        {
            (id, text) = (text[..colon], text[(colon + 2)..]);
        }

        var words = text.Split(' ', StringSplitOptions.RemoveEmptyEntries);
        var json = new JsonObject { ["id"] = id, ["event"] = words[0], ["at"] = Instant(day) };
        switch (words[0])
        {
            case "fund" or "withdraw":
                json["planck"] = words[1];
                break;
            case "spend" or "use":
                Tranche(json, words[1]);
                json["planck"] = words[2];
                break;
            case "refund":
                (json["of"], json["planck"]) = (words[1], words[2]);
                break;
            case "open" or "milestone":
                Tranche(json, words[1]);
                break;
            case "flag" or "unflag":
                (json["grant"], json["flag"]) = (words[1], words[2]);
                break;
            case "revoke":
                json["grant"] = words[1];
                break;
            case "extend":
                (json["grant"], json["expires_at"]) = (words[1], Instant(words[2]));
                break;
            case "award":
                Award(json, words);
                break;
        }

        using var document = System.Text.Json.JsonDocument.Parse(Encoding.UTF8.GetBytes(json.ToJsonString()));
        return document.RootElement.Clone();
    }

    /// <summary>"award g launch 300+300 cluster=c half=2 until=365 code=K milestones"; what is left out is usual.</summary>
    private static void Award(JsonObject json, string[] words)
    {
        var more = words[4..].Select(w => w.Split('=')).ToDictionary(w => w[0], w => w[^1]);
        (json["grant"], json["tier"], json["tranches"]) = (words[1], words[2], new JsonArray([.. words[3].Split('+').Select(t => (JsonNode)t)]));
        json["cluster"] = more.GetValueOrDefault("cluster", $"c-{words[1]}");
        json["half_periods"] = int.Parse(more.GetValueOrDefault("half", "2"), CultureInfo.InvariantCulture);
        json["expires_at"] = Instant(more.GetValueOrDefault("until", "365"));
        json["milestones"] = more.ContainsKey("milestones");
        if (more.TryGetValue("code", out var code))
        {
            json["code"] = code;
        }
    }

    private static void Tranche(JsonObject json, string text)
    {
        var parts = text.Split('/');
        (json["grant"], json["tranche"]) = (parts[0], int.Parse(parts[1], CultureInfo.InvariantCulture));
    }

    private static string Instant(string day) => Instants.Format(Day(day));

    public static BudgetTerms Reserve(uint planck) => BudgetTerms.Default with { Reserve = new(planck) };
}

/// <summary>What must hold after every step, whatever it was.</summary>
internal static class Ledgers
{
    public static void AssertSound(Budget before, BudgetStep step)
    {
        Assert.True(step.After.Balances.AddUp, $"{step.After.Balances} do not add up");
        foreach (var book in Enum.GetValues<Book>())
        {
            var lines = step.Postings.Where(p => p.Book == book).ToList();
            Assert.Equal(lines.Aggregate(default(System.Numerics.BigInteger), (s, p) => s + p.Debit), lines.Aggregate(default(System.Numerics.BigInteger), (s, p) => s + p.Credit));
        }

        if (!step.IsAccepted)
        {
            Assert.Same(before, step.After);
            Assert.Empty(step.Postings);
        }
    }
}
