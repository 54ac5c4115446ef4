namespace CoretimeDesk.Commissions.Facts;

/// <summary>How files write kinds and choices.</summary>
public static class FactWords
{
    /// <summary>Kinds of facts.</summary>
    public static IReadOnlyList<string> Kinds { get; } = ["registered", "accepted", "participant_key", "quota", "paid", "delivered", "rebate", "reversed"];

    /// <summary>In the order of <see cref="PaidHow"/>.</summary>
    public static IReadOnlyList<string> Hows { get; } = ["purchase", "renewal", "on_demand", "transfer"];

    /// <summary>In the order of <see cref="PayerKind"/>.</summary>
    public static IReadOnlyList<string> Payers { get; } = ["customer", "third_party", "sponsor", "credit"];

    /// <summary>Why a payment should never have counted.</summary>
    public static IReadOnlyList<string> Causes { get; } = ["wrong_match", "self_dealing", "plan_error"];

    /// <summary>As a file writes it.</summary>
    public static string Word(this PaidHow how) => Hows[(int)how];

    /// <summary>As a file writes it.</summary>
    public static string Word(this PayerKind payer) => Payers[(int)payer];
}
