namespace CoretimeDesk.Leads.ChainFacts;

/// <summary>What an unknown buyer was seen to do.</summary>
/// <param name="IsPara">The account of a parachain: its team is known by its para id.</param>
/// <param name="BoughtInBulk">A core for a region's length; otherwise credit for on-demand orders.</param>
/// <param name="PaidAboveEndPrice">Bought in the lead-in, before the price had come down: they could not wait. Null when the sale is not known.</param>
public sealed record BuyerSighting(bool IsPara, bool BoughtInBulk, bool? PaidAboveEndPrice);

/// <summary>How good a lead an unknown buyer is: who has just paid for blockspace needs no convincing that they need some.</summary>
public static class BuyerScore
{
    private const int Bulk = 50;
    private const int OnDemand = 35;
    private const int Para = 20;
    private const int Hurry = 15;

    /// <summary>The reasons, whose points add up to the fit score of 0 to 100.</summary>
    public static IReadOnlyList<FitReason> Of(BuyerSighting buyer) =>
    [
        buyer.BoughtInBulk ? new("Bought a core for a whole region, without us", Bulk) : new("Bought credit for on-demand orders, without us", OnDemand),
        .. buyer.IsPara ? [new("Is the account of a parachain that exists", Para)] : (FitReason[])[],
        .. buyer.PaidAboveEndPrice == true ? [new("Paid above the end price rather than wait", Hurry)] : (FitReason[])[],
    ];
}
