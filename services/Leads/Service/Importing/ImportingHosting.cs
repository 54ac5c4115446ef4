using CoretimeDesk.Hosting;
using CoretimeDesk.Leads.Grpc;
using Microsoft.Extensions.DependencyInjection;

namespace CoretimeDesk.Leads.Importing;

/// <summary>Gives the service files of leads.</summary>
public static class ImportingHosting
{
    /// <summary>Call it after <c>AddJournal</c>.</summary>
    public static DeskServiceBuilder AddImporting(this DeskServiceBuilder desk)
    {
        desk.Services.AddSingleton<BatchDesk>();
        desk.Services.AddSingleton<ImportDesk>();
        desk.Services.AddSingleton<ExportDesk>();
        return desk.AddGrpcService<ImportGrpcService>();
    }
}
