using CoretimeDesk.Hosting;
using CoretimeDesk.Identity.Data;
using CoretimeDesk.Identity.Grpc;
using CoretimeDesk.Identity.Keys;
using CoretimeDesk.Identity.Passwords;
using CoretimeDesk.Identity.People;
using CoretimeDesk.Identity.Sessions;
using CoretimeDesk.Identity.Teams;
using Microsoft.AspNetCore.Identity;
using Microsoft.Extensions.Options;

namespace CoretimeDesk.Identity;

/// <summary>What the Identity service is made of.</summary>
public static class IdentityHost
{
    /// <summary>The whole service, not built yet.</summary>
    public static DeskServiceBuilder CreateBuilder(string[] args)
    {
        var desk = DeskService.CreateBuilder(args, IdentityDb.SchemaName).IssueTokens();
        desk.AddJournal<IdentityDb>().AddRevocations<IdentityDb>();
        AddPasswords(desk.Services);
        desk.Services.AddSingleton<TokenPair>();
        desk.Services.AddSingleton<SignInDesk>();
        desk.Services.AddSingleton<SessionDesk>();
        desk.Services.AddSingleton<PeopleDesk>();
        desk.Services.AddSingleton<PeopleList>();
        desk.Services.AddSingleton<PasswordDesk>();
        desk.Services.AddSingleton<TeamDesk>();
        desk.Services.AddSingleton<KeyDesk>();
        desk.Services.AddSingleton<PersonAccountDesk>();
        desk.Services.AddHostedService<FirstAdministrator>();
        desk.Services.AddHostedService<SessionForgetting>();
        return desk.AddGrpcService<IdentityGrpcService>().OnMap(app => app.Services.GetRequiredService<SignInDesk>().WarmUp());
    }

    private static void AddPasswords(IServiceCollection services)
    {
        services.AddOptions<PasswordSettings>().BindConfiguration(PasswordSettings.Section).ValidateDataAnnotations().ValidateOnStart();
        services.Configure<IdentityOptions>(identity =>
        {
            identity.User.RequireUniqueEmail = true;
            identity.User.AllowedUserNameCharacters = null!; // The email is the name, and was checked as one.
            identity.Lockout.MaxFailedAccessAttempts = PasswordSettings.FailuresMax;
            identity.Lockout.DefaultLockoutTimeSpan = PasswordSettings.LockoutTime;

            // Length is what counts; rules about digits and capitals make people write passwords down.
            identity.Password.RequiredLength = PasswordSettings.LengthMin;
            identity.Password.RequiredUniqueChars = PasswordSettings.UniqueCharactersMin;
            identity.Password.RequireDigit = false;
            identity.Password.RequireLowercase = false;
            identity.Password.RequireUppercase = false;
            identity.Password.RequireNonAlphanumeric = false;
        });
        services.AddOptions<PasswordHasherOptions>().Configure<IOptions<PasswordSettings>>((hasher, settings) => hasher.IterationCount = settings.Value.Iterations);
        services.AddSingleton<PersonManagers>();

        // The parts of AddIdentityCore that passwords need, as singletons: they have no state, and a command is no request scope.
        services.AddSingleton<IPasswordHasher<Person>, PasswordHasher<Person>>();
        services.AddSingleton<ILookupNormalizer, UpperInvariantLookupNormalizer>();
        services.AddSingleton<IUserValidator<Person>, UserValidator<Person>>();
        services.AddSingleton<IPasswordValidator<Person>, PasswordValidator<Person>>();
        services.AddSingleton<IPasswordValidator<Person>, PasswordRules>();
        services.AddSingleton<IdentityErrorDescriber>();
    }
}
