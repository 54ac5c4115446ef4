using CoretimeDesk.Hosting;
using Microsoft.Extensions.DependencyInjection;

namespace CoretimeDesk.Quoting.Documents;

/// <summary>Gives the service customers' links, documents and quote files.</summary>
public static class DocumentsHosting
{
    /// <summary>Call it after <c>AddRules</c> and <c>AddQuotes</c>. <c>Links:BaseAddress</c> says what links begin with.</summary>
    /// <exception cref="InvalidOperationException">That setting is no address.</exception>
    public static DeskServiceBuilder AddDocuments(this DeskServiceBuilder desk)
    {
        ArgumentNullException.ThrowIfNull(desk);
        desk.Services.AddSingleton(DocumentSettings.Of(desk.Configuration));
        desk.Services.AddSingleton<LinkDesk>();
        desk.Services.AddSingleton<PriceNowDesk>();
        desk.Services.AddSingleton<FileDesk>();
        desk.Services.AddSingleton<DocumentDesk>();
        return desk.AddGrpcService<DocumentsGrpcService>();
    }
}
