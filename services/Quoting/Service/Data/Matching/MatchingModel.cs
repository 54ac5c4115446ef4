using Microsoft.EntityFrameworkCore;

namespace CoretimeDesk.Quoting.Data;

/// <summary>The tables of acceptance and matching.</summary>
internal static class MatchingModel
{
    public static void Map(ModelBuilder model)
    {
        model.ApplyConfiguration(new OfferConfiguration());
        model.ApplyConfiguration(new PaidFactConfiguration());
        model.ApplyConfiguration(new RemarkConfiguration());
        model.ApplyConfiguration(new AssignmentConfiguration());
        model.ApplyConfiguration(new CustomerAccountConfiguration());
        model.ApplyConfiguration(new CustomerTaskConfiguration());
        model.ApplyConfiguration(new MergedAccountConfiguration());
        model.ApplyConfiguration(new AcceptanceConfiguration());
    }
}
