using System.Globalization;
using System.Numerics;
using System.Text.Json.Nodes;

namespace CoretimeDesk.Commissions.Tests;

/// <summary>Lines of a facts file that say anything that a desk may see: all kinds, colliding instants, month ends, amounts of any size.</summary>
internal sealed class RandomFacts(Random random)
{
    private static readonly string[] People = ["ada", "bob", "Cat", "dan", "eve"];
    private static readonly string[] Customers = ["acme", "beta", "zeta"];
    private readonly List<JsonObject> _facts = [];
    private readonly List<string> _payments = ["never-made"];

    /// <summary>Facts from January 2026 to June 2027, in the order in which they were made up.</summary>
    public static List<JsonObject> Make(Random random)
    {
        var facts = new RandomFacts(random);
        foreach (var customer in Customers)
        {
            facts.Add("registered", random.Next(10), f => (f["customer"], f["tenant_before"]) = (customer, random.Next(3) == 0));
            facts.Accept(customer, random.Next(15));
        }

        for (var i = random.Next(60); i > 0; i--)
        {
            facts.Any();
        }

        return facts._facts;
    }

    private void Any()
    {
        var day = random.Next(540);
        switch (random.Next(20))
        {
            case 0:
                Accept(random.Of(Customers), day);
                break;
            case 1:
                Add("participant_key", day, f =>
                {
                    (f["participant"], f["account"]) = (random.Of(People), $"acc-{random.Next(6)}");
                    if (random.Next(3) == 0)
                    {
                        f["until"] = Instants.Format(new DateTimeOffset(2026, 1, 1, 0, 0, 0, TimeSpan.Zero).AddDays(random.Next(540)));
                    }
                });
                break;
            case 2 or 3 or 4:
                var month = new Month(2026 + random.Next(2), random.Next(1, 13));
                Add("quota", day, f => (f["participant"], f["month"], f["planck"]) = (random.Of(People), month.ToString(), Text(random.Amount(70) + 1)));
                break;
            case < 12:
                Pay(day);
                break;
            case < 16:
                Add("delivered", day, f => (f["event"], f["timeslices"]) = (random.Of(_payments), random.Next(1, 30)));
                break;
            case < 18:
                Add("rebate", day, f => (f["event"], f["planck"]) = (random.Of(_payments), Text(random.Amount(70) + 1)));
                break;
            default:
                Add("reversed", day, f => (f["event"], f["cause"]) = (random.Of(_payments), random.Of(["wrong_match", "self_dealing", "plan_error"])));
                break;
        }
    }

    private void Accept(string customer, int day) => Add("accepted", day, f =>
    {
        var (plan, rate) = random.Next(2) == 0 ? ("usual-1", 2500) : ("short-1", 2001);
        var people = random.Shuffled(People).Take(random.Next(1, 4)).ToList();
        var cuts = Enumerable.Range(0, people.Count - 1).Select(_ => random.Next(rate + 1)).Append(0).Append(rate).Order().ToList();
        var split = new JsonArray([.. people.Select((p, i) => new JsonObject { ["id"] = p, ["bp"] = cuts[i + 1] - cuts[i] })]);
        (f["customer"], f["plan"], f["owner"], f["split"], f["csm"]) = (customer, plan, random.Of(people), split, random.Next(2) == 0 ? random.Of(People) : null);
    });

    private void Pay(int day)
    {
        var how = random.Of(["purchase", "renewal", "on_demand", "transfer"]);
        var payer = random.Next(6) == 0 ? random.Of(["third_party", "sponsor", "credit"]) : "customer";
        var planck = random.Amount(random.Next(4) == 0 ? 128 : 70);
        Add("paid", day, f =>
        {
            (f["customer"], f["account"], f["how"], f["payer"], f["planck"]) = (random.Of(Customers), $"acc-{random.Next(30)}", how, payer, Text(planck));
            if (random.Next(3) == 0)
            {
                f["rebate_planck"] = Text(planck * random.Next(5) / 4);
                f["rebate_planck"] = BigInteger.Parse((string)f["rebate_planck"]!, CultureInfo.InvariantCulture) > planck ? Text(planck) : f["rebate_planck"]!.DeepClone();
            }

            if (how is "purchase" or "renewal")
            {
                f["timeslices"] = random.Next(1, 60);
            }

            _payments.Add((string)f["id"]!);
        });
    }

    private void Add(string kind, int day, Action<JsonObject> fill)
    {
        // Several facts often share an instant, and some lie a millisecond before a day or month ends.
        var at = new DateTimeOffset(2026, 1, 1, 0, 0, 0, TimeSpan.Zero).AddDays(day).AddMilliseconds(random.Next(4) == 0 ? -1 : 0);
        var fact = new JsonObject { ["id"] = $"f{random.Next(10)}-{_facts.Count}", ["kind"] = kind, ["at"] = Instants.Format(at) };
        fill(fact);
        _facts.Add(fact);
    }

    private static string Text(BigInteger value) => value.ToString(CultureInfo.InvariantCulture);
}
