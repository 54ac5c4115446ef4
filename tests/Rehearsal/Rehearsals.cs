using CoretimeDesk.Hosting;
using CoretimeDesk.Rehearsal.V1;
using Microsoft.Extensions.DependencyInjection;

namespace CoretimeDesk.Rehearsal;

/// <summary>A whole service made of the rehearsal: the same in a test's process and in one of its own.</summary>
public static class Rehearsals
{
    public const string Table = """
        grpc.health.v1.Health/Check anyone
        grpc.health.v1.Health/Watch anyone
        grpc.reflection.v1.ServerReflection/ServerReflectionInfo anyone
        grpc.reflection.v1alpha.ServerReflection/ServerReflectionInfo anyone
        coretimedesk.rehearsal.v1.RehearsalService/Order rep team_lead
        coretimedesk.rehearsal.v1.RehearsalService/Fail signed-in
        coretimedesk.rehearsal.v1.RehearsalService/Wait signed-in
        coretimedesk.rehearsal.v1.RehearsalService/Count leadership service
        coretimedesk.rehearsal.v1.RehearsalService/Talk signed-in
        coretimedesk.rehearsal.v1.RehearsalService/Hello anyone
        coretimedesk.rehearsal.v1.RehearsalService/WhoAmI signed-in
        """;

    /// <summary>Every service that such a table may speak of.</summary>
    public static IEnumerable<Google.Protobuf.Reflection.ServiceDescriptor> Known =>
        ServiceDescriptors.In(typeof(Google.Rpc.Status).Assembly).Append(RehearsalService.Descriptor);

    public static DeskServiceBuilder Builder(params string[] args)
    {
        var desk = DeskService.CreateBuilder(args, "rehearsal");
        desk.Access = AccessTable.Parse(Table, Known);
        desk.Services.AddSingleton<RehearsalTrace>();
        desk.AddGrpcService<RehearsalGrpcService>();
        return desk;
    }
}
