using CoretimeDesk.Hosting;
using Microsoft.Extensions.DependencyInjection;

namespace CoretimeDesk.Quoting.Rules;

/// <summary>Gives the service its rule versions.</summary>
public static class RulesHosting
{
    /// <summary>Call it after <c>AddJournal</c>: version 1 is written once the tables are there.</summary>
    public static DeskServiceBuilder AddRules(this DeskServiceBuilder desk)
    {
        desk.Services.AddSingleton<RuleBook>();
        desk.Services.AddSingleton<RulesDesk>();
        desk.Services.AddSingleton<IDatabaseMigration, RuleSeed>();
        return desk.AddGrpcService<RulesGrpcService>();
    }
}
