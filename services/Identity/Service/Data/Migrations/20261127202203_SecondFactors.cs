using System;
using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace CoretimeDesk.Identity.Data.Migrations
{
    /// <inheritdoc />
    public partial class SecondFactors : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.AddColumn<string>(
                name: "address",
                schema: "identity",
                table: "sessions",
                type: "text",
                nullable: false,
                defaultValue: "");

            migrationBuilder.AddColumn<string>(
                name: "device",
                schema: "identity",
                table: "sessions",
                type: "text",
                nullable: false,
                defaultValue: "");

            migrationBuilder.AddColumn<short>(
                name: "method",
                schema: "identity",
                table: "sessions",
                type: "smallint",
                nullable: false,
                defaultValue: (short)0);

            migrationBuilder.AddColumn<byte[]>(
                name: "authenticator_key",
                schema: "identity",
                table: "people",
                type: "bytea",
                nullable: true,
                comment: "Of the authenticator app, sealed by the key ring. It counts where two_factor_enabled is set.");

            migrationBuilder.AddColumn<DateTimeOffset>(
                name: "authenticator_since",
                schema: "identity",
                table: "people",
                type: "timestamp with time zone",
                nullable: true);

            migrationBuilder.AddColumn<long>(
                name: "authenticator_step",
                schema: "identity",
                table: "people",
                type: "bigint",
                nullable: false,
                defaultValue: 0L,
                comment: "The step of the last code that was accepted: no code counts twice.");

            migrationBuilder.AddColumn<byte[][]>(
                name: "recovery_codes",
                schema: "identity",
                table: "people",
                type: "bytea[]",
                nullable: false,
                defaultValue: Array.Empty<byte[]>(),
                comment: "SHA-256 of those that are left.");

            migrationBuilder.AddColumn<bool>(
                name: "two_factor_enabled",
                schema: "identity",
                table: "people",
                type: "boolean",
                nullable: false,
                defaultValue: false);

            migrationBuilder.CreateTable(
                name: "passkeys",
                schema: "identity",
                columns: table => new
                {
                    id = table.Column<Guid>(type: "uuid", nullable: false),
                    person_id = table.Column<Guid>(type: "uuid", nullable: false),
                    credential_id = table.Column<byte[]>(type: "bytea", nullable: false),
                    public_key = table.Column<byte[]>(type: "bytea", nullable: false),
                    name = table.Column<string>(type: "text", nullable: false),
                    created_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: false),
                    last_used_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: true),
                    sign_count = table.Column<long>(type: "bigint", nullable: false),
                    transports = table.Column<string[]>(type: "text[]", nullable: false),
                    is_user_verified = table.Column<bool>(type: "boolean", nullable: false),
                    is_backup_eligible = table.Column<bool>(type: "boolean", nullable: false),
                    is_backed_up = table.Column<bool>(type: "boolean", nullable: false),
                    attestation_object = table.Column<byte[]>(type: "bytea", nullable: false),
                    client_data_json = table.Column<byte[]>(type: "bytea", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_passkeys", x => x.id);
                    table.ForeignKey(
                        name: "passkeys_of_a_person",
                        column: x => x.person_id,
                        principalSchema: "identity",
                        principalTable: "people",
                        principalColumn: "id",
                        onDelete: ReferentialAction.Restrict);
                },
                comment: "Public keys only. What signs never leaves the authenticator.");

            migrationBuilder.CreateTable(
                name: "sign_ins",
                schema: "identity",
                columns: table => new
                {
                    id = table.Column<Guid>(type: "uuid", nullable: false),
                    at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: false),
                    person_id = table.Column<Guid>(type: "uuid", nullable: true),
                    email_digest = table.Column<string>(type: "text", nullable: false),
                    outcome = table.Column<short>(type: "smallint", nullable: false),
                    method = table.Column<short>(type: "smallint", nullable: false),
                    device = table.Column<string>(type: "text", nullable: false),
                    address = table.Column<string>(type: "text", nullable: false),
                    session_id = table.Column<Guid>(type: "uuid", nullable: true)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_sign_ins", x => x.id);
                    table.ForeignKey(
                        name: "sign_ins_of_a_person",
                        column: x => x.person_id,
                        principalSchema: "identity",
                        principalTable: "people",
                        principalColumn: "id",
                        onDelete: ReferentialAction.Restrict);
                },
                comment: "Tries to sign in, for a year. Outcomes and methods are numbered as on the wire.");

            migrationBuilder.CreateTable(
                name: "used_ceremonies",
                schema: "identity",
                columns: table => new
                {
                    id = table.Column<Guid>(type: "uuid", nullable: false),
                    expires_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_used_ceremonies", x => x.id);
                },
                comment: "Passkey sign-ins that have happened, until they could not be repeated anyway.");

            migrationBuilder.CreateIndex(
                name: "passkeys_credential",
                schema: "identity",
                table: "passkeys",
                column: "credential_id",
                unique: true);

            migrationBuilder.CreateIndex(
                name: "passkeys_person",
                schema: "identity",
                table: "passkeys",
                column: "person_id");

            migrationBuilder.CreateIndex(
                name: "sign_ins_age",
                schema: "identity",
                table: "sign_ins",
                column: "at");

            migrationBuilder.CreateIndex(
                name: "sign_ins_person",
                schema: "identity",
                table: "sign_ins",
                columns: new[] { "person_id", "id" });

            migrationBuilder.CreateIndex(
                name: "used_ceremonies_age",
                schema: "identity",
                table: "used_ceremonies",
                column: "expires_at");
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropTable(
                name: "passkeys",
                schema: "identity");

            migrationBuilder.DropTable(
                name: "sign_ins",
                schema: "identity");

            migrationBuilder.DropTable(
                name: "used_ceremonies",
                schema: "identity");

            migrationBuilder.DropColumn(
                name: "address",
                schema: "identity",
                table: "sessions");

            migrationBuilder.DropColumn(
                name: "device",
                schema: "identity",
                table: "sessions");

            migrationBuilder.DropColumn(
                name: "method",
                schema: "identity",
                table: "sessions");

            migrationBuilder.DropColumn(
                name: "authenticator_key",
                schema: "identity",
                table: "people");

            migrationBuilder.DropColumn(
                name: "authenticator_since",
                schema: "identity",
                table: "people");

            migrationBuilder.DropColumn(
                name: "authenticator_step",
                schema: "identity",
                table: "people");

            migrationBuilder.DropColumn(
                name: "recovery_codes",
                schema: "identity",
                table: "people");

            migrationBuilder.DropColumn(
                name: "two_factor_enabled",
                schema: "identity",
                table: "people");
        }
    }
}
