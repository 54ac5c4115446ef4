using Microsoft.EntityFrameworkCore;

namespace CoretimeDesk.Leads.Data;

/// <summary>The tables of registrations, capacity and hand-overs.</summary>
internal static class OwnershipModel
{
    public static void Map(ModelBuilder model)
    {
        model.HasSequence<long>("registration_numbers");
        model.HasSequence<long>("hand_over_numbers");
        model.ApplyConfiguration(new RegistrationConfiguration());
        model.ApplyConfiguration(new ExtensionConfiguration());
        model.ApplyConfiguration(new ClaimLinkConfiguration());
        model.ApplyConfiguration(new RulesConfiguration());
        model.ApplyConfiguration(new NoticeConfiguration());
        model.ApplyConfiguration(new MoveConfiguration());
        model.ApplyConfiguration(new RepProfileConfiguration());
        model.ApplyConfiguration(new LeadAssignmentConfiguration());
        model.ApplyConfiguration(new TurnsConfiguration());
        model.ApplyConfiguration(new KnownPersonConfiguration());
        model.ApplyConfiguration(new HandOverConfiguration());
        model.ApplyConfiguration(new CareConfiguration());
    }
}
