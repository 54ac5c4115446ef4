using System.Collections.Immutable;
using System.Text.Json;
using CoretimeDesk.Commissions.Plans;

namespace CoretimeDesk.Commissions.Facts;

/// <summary>Reads one fact. Fields are asked for in the order in which faults are to be named: id, kind, at, then the others as described.</summary>
internal static class FactReader
{
    /// <summary>The fact; null or without meaning when something was complained of.</summary>
    public static CommissionFact? Read(Fields fields, PlanBook plans)
    {
        var id = fields.Text("id");
        var kind = fields.Word("kind", FactWords.Kinds);
        if (!fields.IsGood)
        {
            return null;
        }

        var at = fields.Instant("at");
        return kind switch
        {
            "registered" => new Registered(id, at, fields.Text("customer"), fields.Flag("tenant_before")),
            "accepted" => Accepted(id, at, fields, plans),
            "participant_key" => new ParticipantKey(id, at, fields.Text("participant"), fields.Text("account"), fields.Has("until") ? fields.Instant("until") : null),
            "quota" => new QuotaSet(id, at, fields.Text("participant"), fields.Month("month"), fields.Amount("planck", atLeast: 1)),
            "paid" => Paid(id, at, fields),
            "delivered" => new Delivered(id, at, fields.Text("event"), fields.Count("timeslices", 1, UInt128.MaxValue)),
            "rebate" => new LateRebate(id, at, fields.Text("event"), fields.Amount("planck", atLeast: 1)),
            _ => new Reversed(id, at, fields.Text("event"), fields.Word("cause", FactWords.Causes)),
        };
    }

    /// <summary>The id of an object that has one.</summary>
    public static string Id(JsonElement json) => json.GetProperty("id").GetString()!;

    private static Accepted Accepted(string id, DateTimeOffset at, Fields fields, PlanBook plans)
    {
        var customer = fields.Text("customer");
        var planId = fields.Text("plan");
        if (!plans.Plans.TryGetValue(planId, out var plan) && fields.IsGood)
        {
            fields.Complain("plan", $"'{planId}' is not in the plan file; that has {string.Join(", ", plans.Plans.Keys)}");
        }

        var owner = fields.Text("owner");
        var readable = new List<Fault>();
        var split = SplitOf(fields, readable);
        if (split is not null && fields.IsGood && split.Shares.All(s => s.Participant != owner))
        {
            fields.Complain("owner", $"'{owner}' is not in the split; whose deal it is has a share of it");
        }

        if (split is null)
        {
            fields.Complain("split", readable.Count > 0 ? $"holds an entry whose {readable[0].Field} {readable[0].Message}" : "must be a list of objects with id and bp");
        }
        else if (split.Shares.Select(s => s.Participant).Distinct(StringComparer.Ordinal).Count() != split.Shares.Length)
        {
            fields.Complain("split", "names somebody twice; add the parts up");
        }
        else if (plan is not null && split.TotalBp != plan.FlatBp)
        {
            fields.Complain("split", $"adds up to {split.TotalBp} basis points, and must to the plan's {plan.FlatBp}");
        }

        return new(id, at, customer, planId, owner, split ?? new([]), fields.OptionalText("csm"));
    }

    /// <summary>The split; null when it cannot be read at all.</summary>
    private static Split? SplitOf(Fields fields, List<Fault> faults)
    {
        var entries = fields.ObjectsOrNull("split", faults);
        if (entries is null)
        {
            return null;
        }

        ImmutableArray<SplitShare> shares = [.. entries.Select(e => new SplitShare(e.Text("id"), e.Rate("bp")))];
        return faults.Count == 0 ? new(shares) : null;
    }

    private static Paid Paid(string id, DateTimeOffset at, Fields fields)
    {
        var (customer, account, amount) = (fields.Text("customer"), fields.Text("account"), fields.Amount("planck"));
        var rebate = fields.Amount("rebate_planck", isOptional: true);
        if (rebate > amount && fields.IsGood)
        {
            fields.Complain("rebate_planck", $"is {rebate} planck, more than the {amount} planck that were paid");
        }

        var how = (PaidHow)FactWords.Hows.IndexOf(fields.Word("how", FactWords.Hows));
        var payer = (PayerKind)FactWords.Payers.IndexOf(fields.Word("payer", FactWords.Payers));
        var timeslices = how is PaidHow.Purchase or PaidHow.Renewal ? fields.Count("timeslices", 1, UInt128.MaxValue) : UInt128.Zero;
        return new(id, at, customer, account, amount, rebate, how, payer, timeslices);
    }

    private static int IndexOf(this IReadOnlyList<string> words, string word) => words.Index().First(w => w.Item == word).Index;
}
