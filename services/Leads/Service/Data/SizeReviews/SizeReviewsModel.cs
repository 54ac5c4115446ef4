using Microsoft.EntityFrameworkCore;

namespace CoretimeDesk.Leads.Data;

/// <summary>The tables of chain use and size reviews.</summary>
internal static class SizeReviewsModel
{
    /// <summary>Tables whose rows follow accounts: each has the trigger of <see cref="MergedAccountGuard"/>.</summary>
    public static readonly string[] Guarded = ["core_uses", "on_demand_uses", "size_reviews"];

    public static void Map(ModelBuilder model)
    {
        model.HasSequence<long>("size_review_numbers");
        model.ApplyConfiguration(new CoreUseConfiguration());
        model.ApplyConfiguration(new OnDemandUseConfiguration());
        model.ApplyConfiguration(new SizeReviewConfiguration());
    }
}
