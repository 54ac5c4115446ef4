using System.Globalization;
using CoretimeDesk.Hosting;
using CoretimeDesk.Identity.V1;
using CoretimeDesk.Journal;
using CoretimeDesk.Leads.Capacity;
using CoretimeDesk.Leads.Data;
using CoretimeDesk.Leads.Grpc;
using CoretimeDesk.Leads.HandOvers;
using CoretimeDesk.Leads.Merging;
using Microsoft.Extensions.DependencyInjection;

namespace CoretimeDesk.Leads.Registrations;

/// <summary>Gives the service registrations, capacity and hand-overs.</summary>
public static class OwnershipHosting
{
    private const string Identity = RevocationsHosting.Topic;
    private const double SweepSecondsUsual = 15;

    /// <summary>Call it after <c>AddJournal</c>. <c>Ownership:SweepSeconds</c> says how often the clock is looked at; 0 never.</summary>
    /// <exception cref="InvalidOperationException">The service has no journal yet, or the setting is no number.</exception>
    public static DeskServiceBuilder AddOwnership(this DeskServiceBuilder desk)
    {
        desk.SubscriptionsOf<LeadsDb>().To(Identity, Ordering.AnyOrder)
            .On<PersonCreated, PeopleHandlers>(Identity)
            .On<RolesChanged, PeopleHandlers>(Identity)
            .On<TeamsChanged, PeopleHandlers>(Identity)
            .On<PersonDisabled, PeopleHandlers>(Identity)
            .On<PersonEnabled, PeopleHandlers>(Identity);

        desk.Services.AddSingleton<RulesBook>();
        desk.Services.AddSingleton<RegistrationBook>();
        desk.Services.AddSingleton<RegistrationClock>();
        desk.Services.AddSingleton<OwnershipMover>();
        desk.Services.AddSingleton<IFollowsAccount, OwnershipFollowsAccounts>();
        desk.Services.AddSingleton<ClaimDesk>();
        desk.Services.AddSingleton<RegistrationDesk>();
        desk.Services.AddSingleton<RegistrationList>();
        desk.Services.AddSingleton<RulesDesk>();
        desk.Services.AddSingleton<LeadBook>();
        desk.Services.AddSingleton<Assigner>();
        desk.Services.AddSingleton<AssignmentDesk>();
        desk.Services.AddSingleton<RepDesk>();
        desk.Services.AddSingleton<OverflowList>();
        desk.Services.AddSingleton<HandOverBook>();
        desk.Services.AddSingleton<HandOverDesk>();
        desk.Services.AddSingleton<ChainTriggers>();
        desk.Services.AddSingleton<HandOverList>();

        var seconds = desk.Configuration["Ownership:SweepSeconds"] is { Length: > 0 } text
            ? double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out var set) && set >= 0
                ? set
                : throw new InvalidOperationException($"Ownership:SweepSeconds is \"{text}\"; give a number of seconds, or 0 for never.")
            : SweepSecondsUsual;
        desk.Services.AddSingleton(new SweepSettings(TimeSpan.FromSeconds(seconds)));
        desk.Services.AddSingleton<OwnershipSweeper>();
        if (seconds > 0)
        {
            desk.Services.AddHostedService(provider => provider.GetRequiredService<OwnershipSweeper>());
        }

        return desk.AddGrpcService<RegistrationsGrpcService>().AddGrpcService<CapacityGrpcService>().AddGrpcService<HandOversGrpcService>();
    }
}
