using System.Text.Json;
using CoretimeDesk.CreditGrants.Ledger;

namespace CoretimeDesk.CreditGrants.Cases;

/// <summary>The steps of a case as JSON.</summary>
public static class StepJson
{
    private static readonly (string Name, Account Account)[] Accounts =
        [.. Enum.GetValues<Account>().Select(a => (a.ToString().ToLowerInvariant(), a))];

    /// <summary>The word for a result.</summary>
    public static string ToName(this BudgetResult result) => result.ToString().ToLowerInvariant();

    /// <summary>The word for why a grant is over.</summary>
    public static string ToName(this ClosingReason why) => why switch
    {
        ClosingReason.NotActivated => "not_activated",
        ClosingReason.Expired => "expired",
        ClosingReason.Revoked => "revoked",
        _ => throw new ArgumentOutOfRangeException(nameof(why)),
    };

    /// <summary>Runs a case and writes what each event did.</summary>
    public static void Write(Utf8JsonWriter json, BudgetCase budget)
    {
        json.WriteStartObject();
        json.WriteString("case", budget.Name);
        json.WriteStartArray("steps");
        foreach (var (happened, step) in budget.Run())
        {
            Write(json, happened, step);
        }

        json.WriteEndArray();
        json.WriteEndObject();
    }

    private static void Write(Utf8JsonWriter json, CaseEvent happened, BudgetStep step)
    {
        json.WriteStartObject();
        json.WritePropertyName("id");
        json.WriteRawValue(happened.RawId ?? "null", skipInputValidation: true);
        json.WriteString("result", step.Result.ToName());
        json.WriteStartArray("reasons");
        foreach (var reason in step.Reasons)
        {
            json.WriteStringValue(reason);
        }

        json.WriteEndArray();
        json.WriteStartObject("balances");
        var balances = step.After.Balances;
        foreach (var (name, account) in Accounts)
        {
            json.WriteString(name, balances.Of(account).ToString());
        }

        json.WriteEndObject();
        if (happened.IsTick)
        {
            json.WriteStartArray("closed");
            foreach (var closed in step.Closed)
            {
                json.WriteStartObject();
                json.WriteString("grant", closed.Grant);
                json.WriteString("why", closed.Why.ToName());
                json.WriteEndObject();
            }

            json.WriteEndArray();
        }

        json.WriteEndObject();
    }
}
