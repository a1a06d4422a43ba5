import type { Frame } from '../layout/frame.ts'
import { PanelPage } from '../layout/panel.tsx'
import { Box, Copy } from '../parts/box.tsx'
import { Button } from '../parts/button.tsx'
import { Checkbox, Form, SelectField, type SelectOption, Switch, TextField } from '../parts/field.tsx'
import { paths } from '../paths.ts'
import { GelField, GelPreviews, HouseLanguage } from '../setup/setup.tsx'
import type { DeskProps } from '../support/reports.tsx'

export interface SettingsProps {
  frame: Frame
  desk: DeskProps
  scripts?: readonly string[]
  settings: {
    siteName: string
    language: string
    zone: string
    gelHue: number
    publicUrl: string
    publicHost: string
    signUpOpen: boolean
    viewersAtPeak: string
    uplinkMbit: string
    backupHour: string
    backupKeep: string
  }
  zones: readonly SelectOption[]
  /** Of SRT; null where it is closed. */
  passphrase: string | null
  /** By the name of the field. */
  errors?: Readonly<Partial<Record<SettingField, string>>>
}

export type SettingField =
  | 'site_name'
  | 'language'
  | 'zone'
  | 'gel_hue'
  | 'public_url'
  | 'public_host'
  | 'viewers_at_peak'
  | 'uplink_mbit'
  | 'backup_hour'
  | 'backup_keep'
  | 'sign_up'
  | 'passphrase'
  | 'restart'

export function SettingsPage({ frame, desk, settings, zones, passphrase, errors, scripts }: SettingsProps) {
  return (
    <PanelPage frame={frame} title="Settings" {...desk} scripts={scripts}>
      <Form action={paths.panelSettings} class="form settings-form" novalidate={errors !== undefined}>
        <Box title="The house">
          <div class="form-pair">
            <TextField
              name="site_name"
              label="Name of the house"
              value={settings.siteName}
              maxlength={40}
              error={errors?.site_name}
            />
            <SelectField
              name="zone"
              label="Time zone"
              value={settings.zone}
              options={zones}
              optional
              error={errors?.zone}
            />
          </div>
          <HouseLanguage value={settings.language} error={errors?.language} />
          <Switch
            name="sign_up"
            label="Anybody may make an account"
            hint="Off: people come in by invitation only"
            checked={settings.signUpOpen}
          />
        </Box>
        <Box title="Colour">
          <GelField hue={settings.gelHue} error={errors?.gel_hue} />
          <GelPreviews hue={settings.gelHue} />
          <noscript>
            <Button look="edge" name="do" value="look">
              Look at it first
            </Button>
          </noscript>
        </Box>
        <Box title="Address">
          <TextField
            name="public_url"
            label="Address of the site"
            type="url"
            value={settings.publicUrl}
            optional
            maxlength={200}
            error={errors?.public_url}
            hint="With https away from this machine."
          />
          <TextField
            name="public_host"
            label="Address for pictures and sound"
            value={settings.publicHost}
            optional
            maxlength={120}
            error={errors?.public_host}
            hint="The public IP address, where the machine sits behind a router."
          />
        </Box>
        <Box title="Size">
          <div class="form-pair">
            <TextField
              name="viewers_at_peak"
              label="Viewers on a full evening"
              inputmode="numeric"
              value={settings.viewersAtPeak}
              maxlength={6}
              error={errors?.viewers_at_peak}
              hint="Fewer viewers allow shorter pieces of video, so less delay."
            />
            <TextField
              name="uplink_mbit"
              label="Uplink of this machine"
              inputmode="numeric"
              unit="Mb/s"
              value={settings.uplinkMbit}
              maxlength={6}
              error={errors?.uplink_mbit}
              hint="Real time keeps to six tenths of it."
            />
          </div>
        </Box>
        <Box title="Backups">
          <div class="form-pair">
            <TextField
              name="backup_hour"
              label="Every night at"
              inputmode="numeric"
              unit="o'clock"
              value={settings.backupHour}
              maxlength={2}
              error={errors?.backup_hour}
            />
            <TextField
              name="backup_keep"
              label="Keep the last"
              inputmode="numeric"
              unit="backups"
              value={settings.backupKeep}
              maxlength={3}
              error={errors?.backup_keep}
            />
          </div>
        </Box>
        <div class="settings-save">
          <Button look="primary" busy="Saving">
            Save settings
          </Button>
        </div>
      </Form>
      <div class="stack settings-form" id="encoders">
        {passphrase === null ? null : (
          <Box title="SRT passphrase">
            <p class="second">
              Encrypts what comes by SRT. Every performer who sends by SRT has it in the OBS card; nobody else needs it.
            </p>
            <details>
              <summary class="link">Show it</summary>
              <Copy label="Passphrase" text={passphrase} />
            </details>
            <Form action={paths.panelSettingsPassphrase} novalidate={errors !== undefined}>
              <Checkbox
                name="sure"
                id="sure-passphrase"
                label="Everybody on air is away for some seconds, and SRT senders stay out until they have the new one"
                error={errors?.passphrase}
              />
              <div>
                <Button look="danger" busy="Making">
                  Make a new passphrase
                </Button>
              </div>
            </Form>
          </Box>
        )}
        <Box title="Media server">
          <p class="second">Public address and viewers at peak take effect when it starts anew.</p>
          <Form action={paths.panelSettingsRestart} novalidate={errors !== undefined}>
            <Checkbox
              name="sure"
              id="sure-restart"
              label="Everybody on air is away for some seconds"
              error={errors?.restart}
            />
            <div>
              <Button look="edge" icon="refresh" busy="Restarting">
                Restart the media server
              </Button>
            </div>
          </Form>
        </Box>
      </div>
    </PanelPage>
  )
}
