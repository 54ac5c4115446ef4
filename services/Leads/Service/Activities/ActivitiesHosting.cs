using CoretimeDesk.Hosting;
using CoretimeDesk.Leads.Assessments;
using CoretimeDesk.Leads.Attachments;
using CoretimeDesk.Leads.DecisionMaps;
using CoretimeDesk.Leads.Grpc;
using CoretimeDesk.Leads.Merging;
using Microsoft.Extensions.DependencyInjection;

namespace CoretimeDesk.Leads.Activities;

/// <summary>Gives the service streams of activities, files, assessments and decision maps.</summary>
public static class ActivitiesHosting
{
    /// <summary>Call it after <c>AddOwnership</c>. <c>Attachments:Folder</c> says where files are kept.</summary>
    /// <exception cref="InvalidOperationException">A setting makes no sense.</exception>
    public static DeskServiceBuilder AddActivities(this DeskServiceBuilder desk)
    {
        desk.Services.AddSingleton<ActivityBook>();
        desk.Services.AddSingleton<ActivityDesk>();
        desk.Services.AddSingleton<IFollowsAccount, ActivitiesFollowAccounts>();

        var settings = AttachmentSettings.Of(desk.Configuration);
        desk.Services.AddSingleton(settings);
        desk.Services.AddSingleton<Spool>();
        desk.Services.AddHostedService(provider => provider.GetRequiredService<Spool>());
        if (settings.Folder is not null)
        {
            desk.Services.AddSingleton<IAttachmentStore, DiskAttachmentStore>();
        }

        desk.Services.AddSingleton<AttachmentDesk>();
        desk.Services.AddSingleton<DocumentDesk>();
        desk.Services.AddSingleton<IFollowsAccount, AttachmentsFollowAccounts>();
        desk.Services.AddSingleton<IFollowsAccount, DocumentsFollowAccounts>();

        desk.Services.AddSingleton<AssessmentDesk>();
        desk.Services.AddSingleton<AssessmentQueue>();
        desk.Services.AddSingleton<AssessmentWorkDesk>();
        desk.Services.AddSingleton<IFollowsAccount, AssessmentsFollowAccounts>();

        desk.Services.AddSingleton<DecisionMapDesk>();
        desk.Services.AddSingleton<DecisionMapList>();
        desk.Services.AddSingleton<IFollowsAccount, DecisionMapsFollowAccounts>();
        return desk.AddGrpcService<ActivitiesGrpcService>().AddGrpcService<AttachmentsGrpcService>().AddGrpcService<AssessmentsGrpcService>().AddGrpcService<AssessmentQueueGrpcService>().AddGrpcService<DecisionMapsGrpcService>();
    }
}
