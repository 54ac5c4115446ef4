using Microsoft.EntityFrameworkCore;

namespace CoretimeDesk.Leads.Data;

/// <summary>The tables of activities, files, assessments and decision maps.</summary>
internal static class ActivitiesModel
{
    /// <summary>Tables whose rows follow accounts: each has the trigger of <see cref="MergedAccountGuard"/>.</summary>
    public static readonly string[] Guarded = ["activities", "attachments", "documents", "assessments", "decision_maps"];

    public static void Map(ModelBuilder model)
    {
        model.HasSequence<long>("assessment_numbers");
        model.ApplyConfiguration(new ActivityConfiguration());
        model.ApplyConfiguration(new ActivityCorrectionConfiguration());
        model.ApplyConfiguration(new AttachmentConfiguration());
        model.ApplyConfiguration(new DocumentConfiguration());
        model.ApplyConfiguration(new AssessmentConfiguration());
        model.ApplyConfiguration(new AssessmentAttachmentConfiguration());
        model.ApplyConfiguration(new AssessmentWorkConfiguration());
        model.ApplyConfiguration(new DecisionMapConfiguration());
        model.ApplyConfiguration(new DecisionMemberConfiguration());
    }
}
